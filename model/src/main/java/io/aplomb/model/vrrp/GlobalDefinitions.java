package io.aplomb.model.vrrp;

import io.aplomb.base.SourcePosition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The block {@code global_defs} and the few global keywords outside it. What instances inherit is
 * in the instances.
 *
 * @param routerId {@code router_id} or, of old, {@code lvs_id}; the host name when not given
 * @param instanceName {@code instance}: distinguishes several programs on a machine; part of the
 *     names of pid and data files
 * @param scriptUser who runs scripts that name nobody; null for the user {@code keepalived_script}
 *     if there is one, otherwise the user of the program
 * @param scriptSecurity {@code enable_script_security}: do not run as root what others can write
 * @param startupDelayNs {@code vrrp_startup_delay}: how long instances wait before they start
 * @param defaultInterface where addresses go that name no interface and whose instance has none
 * @param scheduling how the thread of the protocol is scheduled
 * @param logUnknownRouterIds whether adverts of unknown virtual routers are logged
 * @param vmacPrefix begin of the names of generated interfaces, {@code vrrp} by default
 * @param nftablesTable name of the table made for {@code no_accept}, {@code aplomb} by default
 * @param writeStatesOnReload {@code fifo_write_vrrp_states_on_reload}
 * @param dataUsesInstance {@code data_use_instance}: the name of the instance is part of the names
 *     of the files that SIGUSR1 writes
 */
public record GlobalDefinitions(
        String routerId,
        @Nullable String instanceName,
        @Nullable ScriptUser scriptUser,
        boolean scriptSecurity,
        long startupDelayNs,
        String defaultInterface,
        Scheduling scheduling,
        boolean logUnknownRouterIds,
        String vmacPrefix,
        String nftablesTable,
        boolean writeStatesOnReload,
        boolean dataUsesInstance,
        @Nullable NotifyFifo notifyFifo,
        @Nullable NotifyFifo vrrpNotifyFifo,
        @Nullable NotifyFifo lvsNotifyFifo,
        @Nullable LimitedScript startupScript,
        @Nullable LimitedScript shutdownScript,
        Mail mail,
        VirtualServerDefaults virtualServers) {

    /**
     * A script that is awaited.
     *
     * @param timeoutNs after which it is ended
     */
    public record LimitedScript(Script script, long timeoutNs) {}

    /**
     * How the thread of the protocol is scheduled.
     *
     * @param realTimePriority {@code vrrp_rt_priority} 1..99; 0 to leave it to the program
     * @param maxAutoPriority {@code max_auto_priority}: the highest real-time priority the program
     *     may give itself when it runs late, 1..99; 0 for never
     * @param minAutoPriorityDelayNs how late it must run for that
     */
    public record Scheduling(
            int realTimePriority, int maxAutoPriority, long minAutoPriorityDelayNs) {}

    /**
     * Where e-mail goes. Whether an instance sends any is in the instance.
     *
     * @param recipients {@code notification_email}
     * @param from null for {@code keepalived@HOST}
     * @param serverHost name or address; null when no e-mail can be sent
     * @param heloName null for the host name
     * @param alertFaults whether the fault state is worth an e-mail (false: {@code
     *     no_email_faults})
     */
    public record Mail(
            List<String> recipients,
            @Nullable String from,
            @Nullable String serverHost,
            int serverPort,
            @Nullable String heloName,
            long connectTimeoutNs,
            boolean alertFaults,
            @Nullable SourcePosition position) {

        public Mail {
            recipients = List.copyOf(recipients);
        }
    }

    /**
     * What concerns all virtual servers.
     *
     * @param flushAtStart {@code lvs_flush}: remove what others left in the kernel's tables
     * @param flushOnStop {@code lvs_flush_on_stop}
     * @param notifyAtStart {@code rs_init_notifies}: scripts are told of real servers starting up
     * @param alertEachCheck false ({@code no_checker_emails}): e-mail only when a real server comes
     *     or goes as a whole
     */
    public record VirtualServerDefaults(
            boolean flushAtStart,
            boolean flushOnStop,
            boolean notifyAtStart,
            boolean alertEachCheck) {}
}
