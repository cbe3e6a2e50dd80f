package homework.arch.platform.axon;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonInclude;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** How messages, tokens, sagas and snapshots are written as JSON: the same in every topology. */
public final class MessageJson {

  private MessageJson() {}

  public static void configure(JsonMapper.Builder json) {
    json.changeDefaultVisibility(
        visibility ->
            visibility
                .withFieldVisibility(Visibility.ANY)
                .withGetterVisibility(Visibility.NONE)
                .withIsGetterVisibility(Visibility.NONE));
    json.changeDefaultPropertyInclusion(
        inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL));
    json.polymorphicTypeValidator(
        BasicPolymorphicTypeValidator.builder().allowIfSubType("org.axonframework.").build());
  }
}
