package io.aplomb.linux.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whether this kernel has IPVS, asked twice. */
class IpvsTest {

    @Test
    void open_saysWhetherTheKernelHasIt() throws Exception {
        try (Ipvs ipvs = Ipvs.open().orElse(null)) {
            // A kernel that has it shows its table.
            assertThat(ipvs != null).isEqualTo(Files.exists(Path.of("/proc/net/ip_vs")));
        }
    }
}
