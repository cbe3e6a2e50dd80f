package homework.arch.platform.openapi;

import homework.arch.platform.web.Problems.FieldProblem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The form of a problem detail. It is for the documents alone: Spring has a class of its own. */
@Schema(description = "What went wrong (RFC 9457)")
record Problem(
    @Schema(
            description = "The stable name of this kind of problem",
            pattern = "^urn:problem:[a-z-]+$")
        URI type,
    @Schema(description = "What this kind of problem is, for people") String title,
    @Schema(description = "The HTTP status once more") int status,
    @Schema(description = "What went wrong this time, for people") String detail,
    @Schema(description = "The path of the request", format = "uri-reference") URI instance,
    @Schema(description = "Which fields or parameters are wrong, if that is what it is")
        @Nullable List<FieldProblem> errors) {}
