package io.aplomb.proxy.rules;

import io.aplomb.base.net.IpAddress;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.runtime.CaptureLayout;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.TrackingTable;
import io.aplomb.sample.SampleExpression;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.TableDataType;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.log.LogFormat;
import org.jspecify.annotations.Nullable;

/**
 * Actions that change the stream, not its messages; HTTP and TCP rules share them. A sample that is
 * absent leaves everything as it is.
 */
final class SideEffects {

    private SideEffects() {}

    static void setVariable(
            Stream stream,
            String name,
            @Nullable SampleExpression expression,
            @Nullable LogFormat format) {
        VariableName variable = ConfiguredNames.variable(name);
        if (variable == null) {
            return;
        }
        if (format != null) {
            stream.variables().set(variable, Value.of(new Scratch(stream).render(format)));
            return;
        }
        Value value = expression == null ? null : expression.evaluate(stream);
        if (value != null) {
            stream.variables().set(variable, value);
        }
    }

    static void unsetVariable(Stream stream, String name) {
        VariableName variable = ConfiguredNames.variable(name);
        if (variable != null) {
            stream.variables().unset(variable);
        }
    }

    /**
     * @param action identifies the slot of a rule that has one of its own
     * @param declaredSlot or -1 for such a rule
     */
    static void capture(
            Stream stream,
            Object action,
            SampleExpression expression,
            int maxLength,
            int declaredSlot,
            boolean response) {
        String text = expression.evaluateText(stream);
        if (text == null) {
            return;
        }
        CaptureLayout layout = stream.frontendRuntime().captureLayout();
        int slot = declaredSlot >= 0 ? declaredSlot : layout.slotOf(action);
        boolean ownSlot = declaredSlot < 0;
        String kept = ownSlot && text.length() > maxLength ? text.substring(0, maxLength) : text;
        if (response) {
            stream.captures().captureResponse(slot, kept);
        } else {
            stream.captures().captureRequest(slot, kept);
        }
    }

    static void track(
            Stream stream,
            int counter,
            SampleExpression key,
            @Nullable String tableName,
            String proxyName,
            boolean ofSession) {
        TrackingTable table = stream.world().table(tableName == null ? proxyName : tableName);
        Value value = table == null ? null : key.evaluate(stream);
        if (table != null && value != null) {
            stream.tables().track(counter, value, table, ofSession);
        }
    }

    static void increment(Stream stream, int counter, int gpc) {
        TableDataType type = gpc == 1 ? TableDataType.GPC1 : TableDataType.GPC0;
        stream.tables().count(counter, type, 1);
    }

    static void tag(
            Stream stream, int counter, @Nullable SampleExpression expression, long constant) {
        Long value = expression == null ? Long.valueOf(constant) : integer(stream, expression);
        if (value != null) {
            stream.tables().store(counter, TableDataType.GPT0, 0, value);
        }
    }

    static void timeout(Stream stream, HttpAction.SetTimeout action) {
        SampleExpression expression = action.expression();
        Long timeoutMs =
                expression == null ? Long.valueOf(action.timeoutMs()) : integer(stream, expression);
        if (timeoutMs == null || timeoutMs <= 0) {
            return;
        }
        if (action.tunnel()) {
            stream.ruleState().tunnelTimeoutMs(timeoutMs);
        } else {
            stream.ruleState().serverTimeoutMs(timeoutMs);
        }
    }

    static void priority(Stream stream, HttpAction.SetPriority action) {
        Long value = integer(stream, action.value());
        if (value == null) {
            return;
        }
        if (action.offset()) {
            stream.ruleState().priorityOffsetMs(Math.clamp(value, -524_287, 524_287));
        } else {
            stream.ruleState().priorityClass(Math.clamp(value, -2_047, 2_047));
        }
    }

    static @Nullable IpAddress address(Stream stream, SampleExpression expression) {
        return expression.evaluate(stream, SampleType.ADDR) instanceof Value.IpValue(var address)
                ? address
                : null;
    }

    static void source(Stream stream, SampleExpression expression) {
        IpAddress address = address(stream, expression);
        if (address != null) {
            stream.client().replaceSource(address);
        }
    }

    static void destination(Stream stream, SampleExpression expression) {
        IpAddress address = address(stream, expression);
        if (address != null) {
            stream.client().replaceDestination(address);
        }
    }

    /** A TCP port, or -1 when the sample is absent or out of range. */
    static int port(Stream stream, SampleExpression expression) {
        Long value = integer(stream, expression);
        return value == null || value < 0 || value > 65_535 ? -1 : value.intValue();
    }

    private static @Nullable Long integer(Stream stream, SampleExpression expression) {
        Value value = expression.evaluate(stream);
        return value == null ? null : value.asInteger();
    }
}
