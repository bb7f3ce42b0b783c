package io.aplomb.app.cluster.programs;

import io.aplomb.app.cluster.tool.ToolCall;

/** {@code aplomb cluster unit}: the daemon as a unit of systemd. */
final class UnitFile {
    private UnitFile() {}

    static int print(ToolCall call) {
        call.print(
                """
                # aplomb cluster unit > /etc/systemd/system/aplomb-cluster.service
                [Unit]
                Description=Aplomb, the cluster's daemon
                Documentation=man:aplomb
                Wants=network-online.target
                After=network-online.target time-sync.target syslog.service

                [Service]
                Type=notify
                NotifyAccess=main
                ExecStart=%s daemon
                Restart=on-failure
                RestartSec=1
                # resources are the cluster's, not the unit's: they outlive a restart of the daemon
                KillMode=process
                TimeoutStopSec=180
                TasksMax=infinity
                LimitMEMLOCK=infinity
                OOMScoreAdjust=-1000

                [Install]
                WantedBy=multi-user.target
                """
                        .formatted(System.getProperty("aplomb.program", "aplomb")));
        return 0;
    }
}
