package io.aplomb.proxy.check;

import io.aplomb.model.proxy.CheckStep.Expectation;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How failures name the step they happened in, in HAProxy's words. */
final class StepText {

    private StepText() {}

    static String comment(@Nullable String comment) {
        return comment == null ? "" : " comment: '" + comment + "'";
    }

    static String expectation(Expectation expectation) {
        return switch (expectation) {
            case Expectation.Status _ -> "expect status";
            case Expectation.StatusPattern _ -> "expect rstatus";
            case Expectation.Text text -> "expect string '" + text(text) + "'";
            case Expectation.TextPattern _ -> "expect regex";
            case Expectation.TextFormat _ -> "expect log-format string";
            case Expectation.Octets octets -> "expect binary '" + octets.octets() + "'";
            case Expectation.OctetsPattern _ -> "expect binary regex";
            case Expectation.Header _ -> "expect header";
        };
    }

    static String content(Expectation expectation) {
        return switch (expectation) {
            case Expectation.Text text -> " content '" + text(text) + "'";
            case Expectation.Octets octets -> " content '" + octets.octets() + "'";
            case Expectation.TextPattern pattern -> " content '" + pattern.pattern() + "'";
            case Expectation.OctetsPattern pattern -> " content '" + pattern.pattern() + "'";
            case Expectation.TextFormat _,
                    Expectation.Status _,
                    Expectation.StatusPattern _,
                    Expectation.Header _ ->
                    " content";
        };
    }

    private static String text(Expectation.Text text) {
        return new String(text.text().toArray(), StandardCharsets.ISO_8859_1);
    }
}
