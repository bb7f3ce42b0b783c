package io.aplomb.formats;

import io.aplomb.base.Bytes;
import io.aplomb.base.SourcePosition;
import io.aplomb.base.net.IpAddress;
import io.aplomb.base.net.IpNetwork;
import io.aplomb.model.net.EndpointSpec;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.acl.Condition;
import io.aplomb.sample.log.LogFormat;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model as indented lines, one component each, in the order of the records. Components that are
 * absent, empty, false or 0 are left out, so that a line tells what a configuration asked for.
 */
public final class ModelDump {

    private final StringBuilder out = new StringBuilder();

    private ModelDump() {}

    public static String of(Record model) {
        ModelDump dump = new ModelDump();
        dump.components(model, 0);
        return dump.out.toString();
    }

    private void components(Record value, int depth) {
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            Object part = read(component, value);
            if (part == null || part instanceof SourcePosition || isNothing(part)) {
                continue;
            }
            line(depth, component.getName(), part);
        }
    }

    private void line(int depth, String name, Object value) {
        out.append("  ".repeat(depth)).append(name);
        String simple = simpleText(value);
        if (simple != null) {
            String text = simple.replace("\r", "\\r").replace("\n", "\\n");
            out.append(' ').append(text).append('\n');
            return;
        }
        switch (value) {
            case Set<?> items -> {
                out.append('\n');
                items.stream()
                        .map(Object::toString)
                        .sorted()
                        .forEach(item -> line(depth + 1, "-", item));
            }
            case Collection<?> items -> {
                out.append('\n');
                items.forEach(item -> line(depth + 1, "-", item));
            }
            case Map<?, ?> entries -> {
                out.append('\n');
                Map<String, Object> sorted = new TreeMap<>();
                entries.forEach((key, item) -> sorted.put(key.toString(), item));
                sorted.forEach((key, item) -> line(depth + 1, key, item));
            }
            case Record nested -> {
                out.append(' ').append(nested.getClass().getSimpleName()).append('\n');
                components(nested, depth + 1);
            }
            default -> out.append(' ').append(value).append('\n');
        }
    }

    /** Values whose text says all; null for the others. */
    private static @Nullable String simpleText(Object value) {
        return switch (value) {
            case LogFormat format -> "`" + format.source() + "`";
            case Condition.Disjunction condition ->
                    (condition.unless() ? "unless " : "if ") + condition.source();
            case SampleExpression expression -> expression.source();
            case EndpointSpec endpoint -> endpoint.text();
            case IpAddress address -> address.toString();
            case IpNetwork network -> network.toString();
            case Bytes bytes -> bytes.length() + " octets";
            case Pattern pattern -> "/" + pattern.pattern() + "/";
            case String text -> text;
            default -> null;
        };
    }

    private static boolean isNothing(Object value) {
        return switch (value) {
            case Boolean truth -> !truth;
            case Number number -> number.longValue() == 0;
            case Collection<?> items -> items.isEmpty();
            case Map<?, ?> entries -> entries.isEmpty();
            default -> false;
        };
    }

    private static @Nullable Object read(RecordComponent component, Record value) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(value);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError("a record's own accessor", impossible);
        }
    }
}
