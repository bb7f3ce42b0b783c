package io.aplomb.proxy.check;

import io.aplomb.model.proxy.CheckStep;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.VariableName;

/** {@code http-check set-var} and {@code unset-var}. */
final class Variables {

    private Variables() {}

    static void apply(SampleContext context, CheckStep.SetVariable step) {
        VariableName name = VariableName.parse(step.name());
        if (name == null) {
            return;
        }
        Value value = step.value() == null ? null : step.value().evaluate(context);
        if (value == null) {
            context.variables().unset(name);
        } else {
            context.variables().set(name, value);
        }
    }
}
