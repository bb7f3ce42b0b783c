package io.aplomb.formats.haproxy.compile;

import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.log.LogFormat;
import io.aplomb.sample.log.LogVariable;
import java.util.List;
import java.util.Set;

/** A text without any variable where the model wants a format. */
record LiteralFormat(String source) implements LogFormat {

    @Override
    public void render(SampleContext context, StringBuilder out) {
        out.append(source);
    }

    @Override
    public List<SampleExpression> expressions() {
        return List.of();
    }

    @Override
    public Set<LogVariable> variables() {
        return Set.of();
    }
}
