package io.aplomb.sample.log;

import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;
import java.util.List;
import java.util.Set;

/** A log-format string, compiled. Immutable, for any thread. */
@FunctionalInterface
public interface LogFormat {

    /** Appends the text for this context. */
    void render(SampleContext context, StringBuilder out);

    /** The expressions inside; none in a format that is not made of pieces. */
    default List<SampleExpression> expressions() {
        return List.of();
    }

    /** The variables inside, which need the figures of a log. */
    default Set<LogVariable> variables() {
        return Set.of();
    }

    /** The text it was compiled from, empty when there is none. */
    default String source() {
        return "";
    }

    /** A format that is always this text. */
    static LogFormat literal(String text) {
        return new CompiledLogFormat(List.of(new LogNode.Text(text)), LogUse.MESSAGE, text);
    }

    /** The text for this context. */
    default String render(SampleContext context) {
        StringBuilder out = new StringBuilder(128);
        render(context, out);
        return out.toString();
    }
}
