package io.aplomb.control.agent;

import java.util.Map;

/**
 * The fence devices that this node may use: what a resource of class {@code stonith} is. Calls may
 * wait for the fence agent; from any thread.
 */
public interface FenceRegistry {

    /**
     * Makes a device known.
     *
     * @param agent {@code fence_ipmilan}
     * @param parameters of the fence agent and Pacemaker's own, {@code pcmk_host_list} for instance
     * @throws InterruptedException when the wait was ended
     */
    AgentAnswer register(String name, String agent, Map<String, String> parameters, long timeoutMs)
            throws InterruptedException;

    /** Forgets a device; one that is not known is well. */
    void unregister(String name);

    /** Whether a device is known. */
    boolean isRegistered(String name);

    /** Asks the fence agent whether the device answers. */
    AgentAnswer monitor(String name, long timeoutMs) throws InterruptedException;
}
