package io.aplomb.sample.convert;

import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.Arguments;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.VariableName;
import org.jspecify.annotations.Nullable;

/** An argument that is a constant or the name of a variable. */
record Operand(@Nullable Value constant, @Nullable VariableName variable) {

    /** An integer or a variable. */
    static Operand integer(Arguments arguments, int index) throws ArgumentException {
        String text = arguments.text(index);
        VariableName variable = VariableName.parse(text);
        if (variable != null) {
            return new Operand(null, variable);
        }
        try {
            return new Operand(Value.of(Long.parseLong(text)), null);
        } catch (NumberFormatException notANumber) {
            throw new ArgumentException(index, "expects an integer or a variable name");
        }
    }

    /** A variable where the text is the name of one, else the text itself. */
    static Operand text(Arguments arguments, int index) {
        String text = arguments.text(index);
        VariableName variable = VariableName.parse(text);
        return variable == null ? new Operand(Value.of(text), null) : new Operand(null, variable);
    }

    /** The value as that type; null when the variable is not set or cannot be cast. */
    @Nullable Value value(SampleContext context, SampleType type) {
        Value value = variable == null ? constant : context.variables().get(variable);
        return value == null ? null : value.castTo(type);
    }
}
