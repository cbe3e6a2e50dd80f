package homework.arch.platform.web;

import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.accept.HeaderContentNegotiationStrategy;
import org.springframework.web.context.request.NativeWebRequest;

/**
 * What a caller accepts, without parameters: JSON knows none, and Spring would give back in {@code
 * Content-Type} whatever was asked for, or fail to write in that charset.
 */
final class JsonAccepted extends HeaderContentNegotiationStrategy {

  @Override
  public List<MediaType> resolveMediaTypes(NativeWebRequest request)
      throws HttpMediaTypeNotAcceptableException {
    return super.resolveMediaTypes(request).stream()
        .map(type -> new MediaType(type.getType(), type.getSubtype()).copyQualityValue(type))
        .toList();
  }
}
