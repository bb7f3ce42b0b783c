package io.aplomb.proxy.stream;

import io.aplomb.sample.Value;
import io.aplomb.sample.facts.VariableName;
import io.aplomb.sample.facts.VariableScope;
import io.aplomb.sample.facts.Variables;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a stream by scope. {@code proc} is shared by the process, {@code sess} lives as
 * long as the connection, the others as long as the request.
 */
final class StreamVariables implements Variables {

    private final ProcessVariables process;
    private final Map<String, Value> session = new HashMap<>();
    private final Map<String, Value> transaction = new HashMap<>();
    private final Map<String, Value> message = new HashMap<>();
    private VariableScope messageScope = VariableScope.REQ;

    StreamVariables(ProcessVariables process) {
        this.process = process;
    }

    @Override
    public @Nullable Value get(VariableName name) {
        if (name.scope() == VariableScope.PROC) {
            return process.get(name.name());
        }
        Map<String, Value> scope = open(name.scope());
        return scope == null ? null : scope.get(name.name());
    }

    @Override
    public void set(VariableName name, Value value) {
        if (name.scope() == VariableScope.PROC) {
            process.set(name.name(), value);
            return;
        }
        Map<String, Value> scope = open(name.scope());
        if (scope != null) {
            scope.put(name.name(), value);
        }
    }

    @Override
    public void unset(VariableName name) {
        if (name.scope() == VariableScope.PROC) {
            process.unset(name.name());
            return;
        }
        Map<String, Value> scope = open(name.scope());
        if (scope != null) {
            scope.remove(name.name());
        }
    }

    /** Request variables end where response processing begins. */
    void beginResponse() {
        if (messageScope != VariableScope.RES) {
            messageScope = VariableScope.RES;
            message.clear();
        }
    }

    void beginRequest() {
        messageScope = VariableScope.REQ;
        message.clear();
        transaction.clear();
    }

    void beginSession() {
        beginRequest();
        session.clear();
    }

    private @Nullable Map<String, Value> open(VariableScope scope) {
        return switch (scope) {
            case SESS -> session;
            case TXN -> transaction;
            case REQ, RES -> scope == messageScope ? message : null;
            case PROC, CHECK -> null;
        };
    }
}
