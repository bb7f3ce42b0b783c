package io.aplomb.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RequiredToolTest {
    @Test
    void tool_onPath_isFound() {
        assertThat(RequiredTool.path("sh", Map.of("PATH", "/nowhere:/usr/bin:/bin")))
                .isExecutable()
                .hasFileName("sh");
    }

    @Test
    void missingTool_onADevelopersMachine_skipsTheTest() {
        assertThatThrownBy(() -> RequiredTool.path("no-such-tool", Map.of("PATH", "/usr/bin")))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no-such-tool");
    }

    @Test
    void missingTool_inCi_failsTheTest() {
        assertThatThrownBy(() -> RequiredTool.path("no-such-tool", Map.of("CI", "true")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(".ci/setup");
    }
}
