package io.aplomb.formats.keepalived.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.aplomb.base.Severity;
import io.aplomb.formats.keepalived.Loading;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script of the course reads $3 but is given one argument: it never does anything. */
final class NotifyScriptCheckTest {

    private static List<String> warnings(String lines, String script) {
        return Loading.found(
                Loading.load(Loading.instance("VI_1", lines), Map.of("/etc/n.sh", script)),
                Severity.WARNING);
    }

    @Test
    void script_thatReadsMoreThanItGets_isNamed() {
        assertThat(warnings("notify_master \"/etc/n.sh master\"", "#!/bin/sh\nSTATE=${3:-x}\n"))
                .containsExactly(
                        "5: /etc/n.sh reads $3 but gets 1 argument from notify_master:"
                                + " it will find nothing there");
        assertThat(warnings("notify /etc/n.sh", "#!/usr/bin/env bash\necho $5\n"))
                .containsExactly(
                        "5: /etc/n.sh reads $5 but gets 4 arguments from notify:"
                                + " it will find nothing there");
    }

    @Test
    void script_thatGetsWhatItReads_isLeftAlone() {
        assertThat(warnings("notify /etc/n.sh", "#!/bin/sh\necho $1 $2 $3 $4\n")).isEmpty();
        assertThat(warnings("notify_master \"/etc/n.sh a b c\"", "#!/bin/sh\necho $3\n")).isEmpty();
        assertThat(warnings("notify_fault /etc/n.sh", "#!/bin/sh\nawk '{print $3}' # $4\n"))
                .isEmpty();
    }

    @Test
    void program_thatIsNoShellScript_isLeftAlone() {
        assertThat(warnings("notify_fault /etc/n.sh", "#!/usr/bin/perl\n$3\n")).isEmpty();
        assertThat(warnings("notify_fault /bin/absent", "")).isEmpty();
    }
}
