package io.aplomb.sample;

import io.aplomb.sample.acl.AclKeywords;
import io.aplomb.sample.acl.PredefinedAcls;
import io.aplomb.sample.convert.Converters;
import io.aplomb.sample.fetch.Fetches;
import io.aplomb.sample.log.LogVariable;
import java.util.Arrays;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** Every name this module knows, for keyword tables and documentation. */
public final class SampleKeywords {

    private SampleKeywords() {}

    /** Fetches, aliases included. */
    public static NavigableSet<String> fetches() {
        return Fetches.names();
    }

    /** Fetches of HAProxy's that are refused, with the reason. */
    public static Map<String, String> unavailableFetches() {
        return Fetches.unavailable();
    }

    /** Converters. */
    public static NavigableSet<String> converters() {
        return Converters.names();
    }

    /** Converters of HAProxy's that are refused, with the reason. */
    public static Map<String, String> unavailableConverters() {
        return Converters.unavailable();
    }

    /** ACL keywords that are a fetch with a match: {@code path_beg}. */
    public static NavigableSet<String> aclKeywords() {
        return AclKeywords.names();
    }

    /** ACLs that need no declaration: {@code METH_GET}. */
    public static NavigableSet<String> predefinedAcls() {
        return PredefinedAcls.names();
    }

    /** Variables of log formats, without the percent sign. */
    public static NavigableSet<String> logVariables() {
        NavigableSet<String> names = new TreeSet<>();
        Arrays.stream(LogVariable.values()).map(LogVariable::word).forEach(names::add);
        return names;
    }
}
