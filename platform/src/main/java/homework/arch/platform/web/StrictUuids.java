package homework.arch.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Ids in paths and queries are UUIDs in full, as they are in bodies. It takes an editor: where a
 * converter refuses a text, Spring falls back to its own lenient editor.
 */
@ControllerAdvice
class StrictUuids {

  @InitBinder
  void register(WebDataBinder binder) {
    binder.registerCustomEditor(UUID.class, new UuidEditor());
  }

  private static final class UuidEditor extends PropertyEditorSupport {

    /** Nothing stands for an empty parameter, as in Spring's own editor. */
    @Override
    public void setAsText(String text) {
      setValue(
          text.isEmpty()
              ? null
              : HttpJson.parseUuid(text)
                  .orElseThrow(() -> new IllegalArgumentException("not a UUID: " + text)));
    }
  }
}
