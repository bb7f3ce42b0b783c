package io.aplomb.sample.log;

import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleExpression;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A format string as its pieces. */
record CompiledLogFormat(List<LogNode> nodes, LogUse use, String source) implements LogFormat {

    CompiledLogFormat {
        nodes = List.copyOf(nodes);
    }

    @Override
    public void render(SampleContext context, StringBuilder out) {
        // A piece that prints nothing leaves the space before it to serve for the space after it.
        boolean afterSpace = true;
        for (LogNode node : nodes) {
            int before = out.length();
            switch (node) {
                case LogNode.Separator _ -> {
                    if (!afterSpace) {
                        out.append(' ');
                    }
                    afterSpace = true;
                    before = out.length();
                }
                case LogNode.Text(String text) -> out.append(text);
                case LogNode.Variable(LogVariable variable, LogFlags flags) ->
                        new LogVariableWriter(context, use, flags, out).write(variable);
                case LogNode.Sample sample -> sample.render(context, use, out);
            }
            afterSpace &= out.length() == before;
        }
    }

    @Override
    public List<SampleExpression> expressions() {
        return nodes.stream()
                .filter(LogNode.Sample.class::isInstance)
                .map(node -> ((LogNode.Sample) node).expression())
                .toList();
    }

    @Override
    public Set<LogVariable> variables() {
        Set<LogVariable> variables = EnumSet.noneOf(LogVariable.class);
        for (LogNode node : nodes) {
            if (node instanceof LogNode.Variable(LogVariable variable, LogFlags _)) {
                variables.add(variable);
            }
        }
        return variables;
    }

    @Override
    public String toString() {
        return source;
    }
}
