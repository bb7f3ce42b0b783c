package io.aplomb.sample.log;

import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;

/** A piece of a format string. */
sealed interface LogNode {

    /** Verbatim text. */
    record Text(String text) implements LogNode {}

    /** One or more spaces: printed as one, and none beside another. */
    record Separator() implements LogNode {}

    /** {@code %ci}. */
    record Variable(LogVariable variable, LogFlags flags) implements LogNode {}

    /** {@code %[expression]}. */
    record Sample(SampleExpression expression, LogFlags flags) implements LogNode {

        void render(SampleContext context, LogUse use, StringBuilder out) {
            String text = expression.evaluateText(context);
            LogText.Encoding encoding =
                    use == LogUse.MESSAGE ? LogText.Encoding.MESSAGE : LogText.Encoding.RAW;
            if (text != null && !text.isEmpty()) {
                LogText.append(text, encoding, flags, out);
            } else if (flags.quote()) {
                out.append("\"\"");
            } else if (use == LogUse.LOG) {
                out.append('-');
            }
        }
    }
}
