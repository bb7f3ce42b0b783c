package io.aplomb.app.cluster.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnitLinksTest {
    @TempDir private Path units;

    @Test
    void unit_startsWithTheMachine_whenATargetWantsIt() throws IOException {
        assertThat(UnitLinks.areThere(units.resolve("none"))).isFalse();
        Path wants = Files.createDirectory(units.resolve("multi-user.target.wants"));
        Path unit = Files.createFile(units.resolve("aplomb-cluster.service"));
        assertThat(UnitLinks.areThere(units)).isFalse();

        Files.createSymbolicLink(wants.resolve("aplomb-cluster.service"), unit);
        assertThat(UnitLinks.areThere(units)).isTrue();
    }
}
