package io.aplomb.formats.keepalived.compile;

import io.aplomb.base.Diagnostics;
import io.aplomb.base.SourcePosition;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.compile.GlobalDraft.FifoDraft;
import io.aplomb.model.vrrp.GlobalDefinitions;
import io.aplomb.model.vrrp.GlobalDefinitions.LimitedScript;
import io.aplomb.model.vrrp.NotifyFifo;
import io.aplomb.model.vrrp.Script;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the model of {@code global_defs}. */
final class GlobalAssembler {

    private final GlobalDraft draft;
    private final LoadOptions options;
    private final Diagnostics diagnostics;

    GlobalAssembler(GlobalDraft draft, LoadOptions options, Diagnostics diagnostics) {
        this.draft = draft;
        this.options = options;
        this.diagnostics = diagnostics;
    }

    /** Whether instances and groups send e-mail that do not say. */
    static boolean mailsOfVrrp(GlobalDraft global) {
        return truth(global.alertVrrp, truth(global.alert, false));
    }

    /** Whether virtual servers do. */
    static boolean mailsOfVirtualServers(GlobalDraft global) {
        return truth(global.alertChecker, truth(global.alert, false));
    }

    /** Whether real servers do: they alone do unless told (manual, "real_server"). */
    static boolean mailsOfRealServers(GlobalDraft global) {
        return truth(global.alertChecker, truth(global.alert, true));
    }

    private static boolean truth(@Nullable Boolean value, boolean otherwise) {
        return value == null ? otherwise : value;
    }

    GlobalDefinitions assemble() {
        checkFifoNames();
        return new GlobalDefinitions(
                draft.routerId == null ? options.hostName() : draft.routerId,
                draft.instanceName,
                draft.scriptUser,
                draft.scriptSecurity,
                draft.startupDelayNs,
                draft.defaultInterface,
                new GlobalDefinitions.Scheduling(
                        draft.realTimePriority,
                        draft.maxAutoPriority,
                        draft.minAutoPriorityDelayNs),
                draft.logUnknownRouterIds,
                draft.vmacPrefix,
                draft.nftablesTable,
                draft.writeStatesOnReload,
                draft.dataUsesInstance,
                fifo(draft.notifyFifo, "notify_fifo"),
                fifo(draft.vrrpNotifyFifo, "vrrp_notify_fifo"),
                fifo(draft.lvsNotifyFifo, "lvs_notify_fifo"),
                limited(draft.startupScript, draft.startupTimeoutNs),
                limited(draft.shutdownScript, draft.shutdownTimeoutNs),
                mail(),
                new GlobalDefinitions.VirtualServerDefaults(
                        draft.lvsFlush,
                        draft.lvsFlushOnStop,
                        draft.notifyRealServersAtStart,
                        draft.alertEachCheck));
    }

    private GlobalDefinitions.Mail mail() {
        boolean wanted = mailsOfVrrp(draft) || mailsOfVirtualServers(draft);
        if (wanted && draft.mailPosition != null && draft.smtpHost == null) {
            diagnostics.warning(
                    draft.mailPosition,
                    0,
                    "no e-mail can be sent without a server",
                    "write smtp_server ADDRESS [PORT] in global_defs");
        }
        return new GlobalDefinitions.Mail(
                draft.mailRecipients,
                draft.mailFrom,
                draft.smtpHost,
                draft.smtpPort,
                draft.heloName,
                draft.smtpConnectTimeoutNs,
                draft.alertFaults,
                draft.mailPosition);
    }

    private @Nullable LimitedScript limited(@Nullable Script script, long timeoutNs) {
        Script owned = Scripts.as(script, draft.scriptUser);
        return owned == null ? null : new LimitedScript(owned, timeoutNs);
    }

    private @Nullable NotifyFifo fifo(FifoDraft fifo, String keyword) {
        SourcePosition position = fifo.position;
        if (fifo.path == null || position == null) {
            Script reader = fifo.reader;
            if (reader != null) {
                diagnostics.error(
                        reader.position(),
                        0,
                        "%s_script without %s".formatted(keyword, keyword),
                        "write %s PATH".formatted(keyword));
            }
            return null;
        }
        return new NotifyFifo(
                fifo.path, fifo.owner, Scripts.as(fifo.reader, draft.scriptUser), position);
    }

    private void checkFifoNames() {
        Set<String> seen = new HashSet<>();
        for (FifoDraft fifo :
                List.of(draft.notifyFifo, draft.vrrpNotifyFifo, draft.lvsNotifyFifo)) {
            if (fifo.path != null && fifo.position != null && !seen.add(fifo.path)) {
                diagnostics.error(fifo.position, 0, "two pipes are both '%s'".formatted(fifo.path));
            }
        }
    }
}
