package io.aplomb.app.vrrp;

import io.aplomb.control.layer4.Layer4Node;
import io.aplomb.control.layer4.Layer4Report;
import io.aplomb.control.layer4.Layer4Text;
import io.aplomb.control.vip.VrrpNode;
import io.aplomb.control.vip.report.KeepalivedData;
import io.aplomb.control.vip.report.KeepalivedStats;
import io.aplomb.control.vip.report.NodeReport;
import io.aplomb.control.vip.report.ReportJson;
import io.aplomb.control.vip.report.ReportMetrics;
import io.aplomb.control.vip.report.ReportText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;

/** What a running process tells of itself, in all the forms it does. Safe for many threads. */
final class Reports {

    private final VrrpNode node;
    private final Layer4Node layer4;
    private final Path folder;

    /**
     * @param folder of the files that signals ask for
     */
    Reports(VrrpNode node, Layer4Node layer4, Path folder) {
        this.node = node;
        this.layer4 = layer4;
        this.folder = folder;
    }

    /** A report of that kind; a sentence when there is no such kind. */
    String text(String kind) throws IOException {
        return switch (kind) {
            case "text" -> ReportText.text(node.report()) + Layer4Text.text(layer4.report());
            case "json" -> ReportJson.text(node.report());
            case "metrics" ->
                    ReportMetrics.text(node.report()) + Layer4Text.metrics(layer4.report());
            default -> "text, json or metrics\n";
        };
    }

    /**
     * Writes {@code keepalived.data}, and {@code keepalived_check.data} where there are virtual
     * servers; answers where the first is.
     */
    Path writeData() throws IOException {
        NodeReport report = node.report();
        String instance = report.config().global().instanceName();
        boolean named = report.config().global().dataUsesInstance() && instance != null;
        String name = named ? "keepalived_" + instance + ".data" : "keepalived.data";
        Layer4Report servers = layer4.report();
        if (!servers.services().isEmpty()) {
            Path _ =
                    write(name.replace(".data", "_check.data"), Layer4Text.keepalivedData(servers));
        }
        return write(name, KeepalivedData.text(report, ZoneId.systemDefault()));
    }

    /** Writes {@code keepalived.stats}; answers where to. */
    Path writeStatistics() throws IOException {
        return write("keepalived.stats", KeepalivedStats.text(node.report()));
    }

    /**
     * In a folder where everybody may write, a file of that name may be somebody's link to another
     * one. So a new file, for this user alone, takes its place as a whole; a link is replaced, not
     * followed, and a reader never sees half a file.
     */
    private Path write(String name, String text) throws IOException {
        Path fresh = Files.createTempFile(folder, "keepalived", ".tmp");
        try {
            var _ = Files.writeString(fresh, text);
            return Files.move(
                    fresh,
                    folder.resolve(name),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            boolean _ = Files.deleteIfExists(fresh);
        }
    }
}
