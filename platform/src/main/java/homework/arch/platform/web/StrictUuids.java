package homework.arch.platform.web;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Ids in paths and query parameters are UUIDs in full. An editor, since Spring falls back to its
 * own one, which takes 1-1-1-1-1 as well, when a converter refuses.
 */
@ControllerAdvice
class StrictUuids {

  @InitBinder
  void register(WebDataBinder binder) {
    binder.registerCustomEditor(UUID.class, new Editor());
    // What is bound is what a record's constructor takes; page.size=1 is unknown, and not a
    // failure.
    binder.setDeclarativeBinding(true);
  }

  private static final class Editor extends PropertyEditorSupport {

    @Override
    public void setAsText(String text) {
      setValue(
          text.isEmpty()
              ? null
              : HttpJson.parseUuid(text)
                  .orElseThrow(() -> new IllegalArgumentException("not a UUID")));
    }
  }
}
