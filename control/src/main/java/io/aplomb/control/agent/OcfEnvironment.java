package io.aplomb.control.agent;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The environment of agents (OCF Resource Agent API 1.1, section 3.4), and what Debian's agents
 * read besides. Pure.
 *
 * <p>Nothing of this program's own environment reaches them but {@code HOME}, {@code USER} and
 * {@code LOGNAME}. Every process of a resource bears {@code APLOMB_STATE} and {@code
 * APLOMB_RESOURCE}, by which it is found again ({@link MarkedProcesses}).
 */
final class OcfEnvironment {

    static final String EXIT_REASON_PREFIX = "ocf-exit-reason:";
    static final String STATE = "APLOMB_STATE";
    static final String RESOURCE = "APLOMB_RESOURCE";

    /** Where an agent of resource-agents writes all it does, if its parameter trace_ra says so. */
    static final String TRACE_FILE = "OCF_TRACE_FILE";

    private static final String PARAMETER = "OCF_RESKEY_";
    private static final String META = "CRM_meta_";
    private static final String CHECK_LEVEL = "OCF_CHECK_LEVEL";

    private OcfEnvironment() {}

    /** Of every program that is run for a resource, whatever its class. */
    static Map<String, String> common(AgentPlaces places, String resource) {
        Map<String, String> environment = new TreeMap<>();
        for (String inherited : new String[] {"HOME", "USER", "LOGNAME"}) {
            String value = System.getenv(inherited);
            if (value != null) {
                environment.put(inherited, value);
            }
        }
        environment.put("PATH", places.tools() + ":" + places.searchPath());
        environment.put("SHELL", "/bin/sh");
        environment.put(STATE, places.state().toString());
        environment.put(RESOURCE, resource);
        return environment;
    }

    /** Of an OCF agent. */
    static Map<String, String> of(AgentPlaces places, AgentCall call) {
        Map<String, String> environment = common(places, call.resource());
        environment.put("OCF_ROOT", places.ocfRoot().toString());
        environment.put("OCF_RA_VERSION_MAJOR", "1");
        environment.put("OCF_RA_VERSION_MINOR", "1");
        environment.put("OCF_EXIT_REASON_PREFIX", EXIT_REASON_PREFIX);
        environment.put("OCF_RESOURCE_INSTANCE", call.resource());
        environment.put("OCF_RESOURCE_TYPE", call.agent().type());
        String provider = call.agent().provider();
        if (provider != null) {
            environment.put("OCF_RESOURCE_PROVIDER", provider);
        }
        // What they log without these goes to standard error, where it is kept with the result.
        environment.put("HA_debug", "0");
        environment.put("HA_RSCTMP", places.temporary().toString());
        environment.put("HA_VARRUN", places.run().toString());
        environment.put("HA_SBIN_DIR", places.tools().toString());
        environment.put("HA_cluster_type", "corosync");
        environment.put("HA_mcp", "true");
        environment.put("PCMK_cluster_type", "corosync");
        environment.put("PCMK_mcp", "true");
        environment.put("PCMK_service", "pacemaker-execd");
        environment.put("PCMK_debug", "no");
        call.parameters().forEach((name, value) -> environment.put(variable(name), value));
        return environment;
    }

    /**
     * As Pacemaker: meta attributes with underscores for hyphens; OCF_CHECK_LEVEL as it is; the
     * rest as it is behind the prefix.
     */
    private static String variable(String parameter) {
        if (parameter.equals(CHECK_LEVEL) || parameter.equals(TRACE_FILE)) {
            return parameter;
        }
        return PARAMETER
                + (parameter.toLowerCase(Locale.ROOT).startsWith(META.toLowerCase(Locale.ROOT))
                        ? parameter.replace('-', '_')
                        : parameter);
    }
}
