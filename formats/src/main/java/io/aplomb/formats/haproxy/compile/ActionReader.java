package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;

/**
 * Reads one action of a rule, up to its condition.
 *
 * @param <A> the kind of action
 */
@FunctionalInterface
interface ActionReader<A> {

    A read(Line line, RuleSite site) throws Refusal;
}
