package io.aplomb.formats.pcs;

import java.util.ArrayList;
import java.util.List;

/** Containers are not managed. */
final class Bundles {

    static final String REFUSAL =
            "bundles are not supported: run the container as a systemd unit (a Quadlet file of"
                    + " podman makes one) and create a resource 'systemd:NAME', or use the agent"
                    + " ocf:heartbeat:podman or ocf:heartbeat:docker, cloned where there are to be"
                    + " several";

    private Bundles() {}

    /** {@code pcs resource bundle}. */
    static PcsAnswer refuse(Call call) {
        List<String> lines = new ArrayList<>(call.reports().lines());
        lines.add("Error: " + REFUSAL);
        return new PcsAnswer.Refused(lines);
    }
}
