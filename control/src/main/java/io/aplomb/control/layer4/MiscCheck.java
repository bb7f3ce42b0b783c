package io.aplomb.control.layer4;

import io.aplomb.control.vip.ScriptRunner;
import io.aplomb.control.vip.ScriptRunner.Outcome;
import io.aplomb.model.vrrp.Checker;
import java.util.OptionalInt;

/**
 * {@code MISC_CHECK}: a program ends with 0; with {@code misc_dynamic} everything but 1 is a
 * success and may set the weight.
 */
record MiscCheck(Checker.Misc config, ScriptRunner runner) implements Check {

    private static final int FAILURE = 1;

    @Override
    public Result run() throws InterruptedException {
        Outcome outcome = runner.run(config.script(), config.timeoutNs());
        return switch (outcome) {
            case Outcome.Ended(int status) ->
                    new Result(
                            status == 0 || (config.dynamic() && status > FAILURE),
                            outcome.text(),
                            OptionalInt.of(status));
            case Outcome.TimedOut _, Outcome.NotStarted _ -> Result.bad(outcome.text());
        };
    }
}
