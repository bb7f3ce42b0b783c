package io.aplomb.vrrp.advice;

import io.aplomb.base.Severity;

/**
 * One thing to know about a configuration, in both languages of the product.
 *
 * @param topic what kind of thing, for tests and for whoever wants to silence it
 * @param router the name of the virtual router
 * @param item the name of the thing watched, empty when it is about the router
 */
public record Advice(
        Topic topic, Severity severity, String router, String item, String english, String french) {

    /** What advice is about. */
    public enum Topic {
        /** Weight 0 gives the addresses up, whether or not somebody else is there. */
        WEIGHT_ZERO,
        /** The failure does not bring the priority below that of the next router. */
        FAILURE_KEEPS_MASTER,
        /** The failure brings a tie, which the address decides. */
        FAILURE_TIES,
        /** Even with everything well the priority is not the highest. */
        NEVER_PREFERRED,
        /** The sum leaves 1 to 254, where differences are lost. */
        CLAMPED,
        /** The owner of the addresses ignores weights. */
        OWNER_IGNORES_WEIGHTS,
        /** A member of a sync group ignores its own weights. */
        GROUP_IGNORES_WEIGHTS,
        /** Without preemption a lower priority moves nothing. */
        NOPREEMPT_FIGHTS_WEIGHTS,
        /** {@code nopreempt} has no effect here. */
        NOPREEMPT_WITHOUT_EFFECT,
        /** {@code preempt_delay} has no effect here. */
        DELAY_WITHOUT_EFFECT,
        /** {@code max_auto_priority} is about the processor, not about VRRP. */
        AUTO_PRIORITY
    }
}
