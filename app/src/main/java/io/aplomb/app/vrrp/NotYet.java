package io.aplomb.app.vrrp;

import io.aplomb.base.SourcePosition;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.Notifications;
import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.model.vrrp.VirtualServer;
import io.aplomb.model.vrrp.VrrpConfig;
import java.util.ArrayList;
import java.util.List;

/**
 * What a valid configuration asks for and the running program does not do yet. It is refused by
 * name, because a machine that silently leaves a part out is worse than one that does not start.
 */
final class NotYet {

    private final List<String> complaints = new ArrayList<>();

    private NotYet() {}

    /** A line each, with its place; empty when all is done. */
    static List<String> in(VrrpConfig config) {
        NotYet search = new NotYet();
        for (VirtualServer server : config.virtualServers()) {
            search.complain(
                    server.position(),
                    "virtual_server: balancing in the kernel is not there yet; use aplomb proxy");
        }
        config.instances().forEach(search::instance);
        for (SyncGroup group : config.syncGroups()) {
            search.notifications(group.position(), group.notifications());
        }
        return List.copyOf(search.complaints);
    }

    private void instance(Instance instance) {
        Instance.Authentication authentication = instance.authentication();
        if (authentication != null && authentication.type() == Instance.Authentication.Type.AH) {
            complain(instance.position(), "auth_type AH is not spoken; write auth_type PASS");
        }
        notifications(instance.position(), instance.notifications());
    }

    private void notifications(SourcePosition position, Notifications notifications) {
        if (notifications.mail()) {
            complain(position, "smtp_alert sends nothing yet; a notify script can");
        }
    }

    private void complain(SourcePosition position, String text) {
        complaints.add(position + ": error: " + text);
    }
}
