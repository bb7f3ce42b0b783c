package io.aplomb.app.vrrp;

import io.aplomb.app.process.ProcessSignals;
import io.aplomb.control.layer4.Layer4Node;
import io.aplomb.control.vip.VrrpNode;
import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running virtual IPs and virtual servers, and what signals ask of them, one request at a time.
 */
final class VrrpSteering {

    private static final Logger LOG = LoggerFactory.getLogger("aplomb.vrrp");

    private final VrrpNode node;
    private final Layer4Node layer4;
    private final VrrpLoader loader;
    private final ProcessSignals requests;
    private final Reports reports;

    VrrpSteering(
            VrrpNode node,
            Layer4Node layer4,
            VrrpLoader loader,
            ProcessSignals requests,
            Reports reports) {
        this.node = node;
        this.layer4 = layer4;
        this.loader = loader;
        this.requests = requests;
        this.reports = reports;
    }

    /** Blocks until the end; whether somebody asked for it, or else a fault brought it. */
    boolean untilEnd() throws InterruptedException {
        while (true) {
            switch (requests.take()) {
                case STOP -> {
                    return true;
                }
                case ENDED -> {
                    return false;
                }
                case RELOAD -> reload();
                case WRITE_DATA -> write(reports::writeData);
                case WRITE_STATISTICS -> write(reports::writeStatistics);
                // What no signal asks of virtual IPs.
                case DRAIN -> {}
            }
        }
    }

    /** Something that writes a file and answers where. */
    private interface Writing {
        Path write() throws IOException;
    }

    private static void write(Writing writing) {
        try {
            LOG.info("{} written", writing.write());
        } catch (IOException refused) {
            LOG.error("cannot write what the signal asks for: {}", refused.toString());
        }
    }

    /** All or nothing: one error anywhere, and everything stays as it is. */
    private void reload() {
        VrrpLoader.Loaded loaded = loader.load();
        loaded.findings().forEach(finding -> finding.log(LOG));
        if (loaded.config().isEmpty()) {
            LOG.error("new configuration refused, the running one stays");
            return;
        }
        try {
            layer4.reload(loaded.config().get(), loaded.layer4());
            node.reload(loaded.config().get());
            LOG.info("configuration reloaded");
        } catch (IOException refused) {
            LOG.error("new configuration not taken: {}", refused.getMessage());
        }
    }
}
