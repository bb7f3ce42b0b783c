package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of an agent.
 *
 * @param provider empty for every standard but {@code ocf}
 */
record AgentName(String standard, String provider, String type) {

    /** With the agents that are part of this program. */
    private static final Set<String> STANDARDS =
            Set.of(
                    "aplomb",
                    "heartbeat",
                    "lsb",
                    "nagios",
                    "ocf",
                    "service",
                    "stonith",
                    "systemd",
                    "upstart");

    /** The instance of a unit may have colons. */
    private static final Pattern UNIT_INSTANCE = Pattern.compile("(systemd|service):([^:@]+@.*)");

    private static final Pattern NAME = Pattern.compile("([^:]+):(?:([^:]+):)?([^:]+)");

    /** The agent of a primitive. */
    static AgentName of(Element primitive) {
        return new AgentName(
                primitive.attribute("class", ""),
                primitive.attribute("provider", ""),
                primitive.attribute("type", ""));
    }

    /** A full name taken apart. */
    static AgentName parse(String name) {
        return tryParse(name).orElseThrow(() -> InvalidCommand.because(invalid(name)));
    }

    /** The agents of a catalogue; a file whose name makes no name of an agent is none. */
    static List<AgentName> all(AgentCatalog agents) {
        List<AgentName> all = new ArrayList<>();
        agents.names().forEach(name -> tryParse(name).ifPresent(all::add));
        return all;
    }

    private static Optional<AgentName> tryParse(String name) {
        Matcher unit = UNIT_INSTANCE.matcher(name);
        if (unit.matches()) {
            return Optional.of(new AgentName(unit.group(1), "", unit.group(2)));
        }
        Matcher parts = NAME.matcher(name);
        if (parts.matches() && STANDARDS.contains(parts.group(1))) {
            String provider = parts.group(2) == null ? "" : parts.group(2);
            if (parts.group(1).equals("ocf") != provider.isEmpty()) {
                return Optional.of(new AgentName(parts.group(1), provider, parts.group(3)));
            }
        }
        return Optional.empty();
    }

    static String invalid(String name) {
        return "Invalid resource agent name '"
                + name
                + "'. Use standard:provider:type when standard is 'ocf' or standard:type otherwise."
                + " List of standards and providers can be obtained by using commands 'pcs"
                + " resource standards' and 'pcs resource providers'.";
    }

    /**
     * The agent that a short name means, whatever its case; a note says which. One that is built in
     * only where there is no other, so that a short name means what it means to pcs.
     *
     * @throws InvalidCommand where there is none, or more than one
     */
    static AgentName guess(String type, AgentCatalog agents, Reports reports) {
        List<String> found = named(type, agents, false);
        if (found.isEmpty()) {
            found = named(type, agents, true);
        }
        if (found.isEmpty()) {
            throw InvalidCommand.because(
                    "Unable to find agent '" + type + "', try specifying its full name");
        }
        if (found.size() > 1) {
            throw InvalidCommand.because(
                    "Multiple agents match '"
                            + type
                            + "', please specify full name: "
                            + Phrase.listOr(found));
        }
        reports.note("Assumed agent name '" + found.getFirst() + "' (deduced from '" + type + "')");
        return parse(found.getFirst());
    }

    private static List<String> named(String type, AgentCatalog agents, boolean builtIn) {
        String wanted = type.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (AgentName name : all(agents)) {
            if (name.type().toLowerCase(Locale.ROOT).equals(wanted)
                    && name.standard().equals("aplomb") == builtIn) {
                found.add(name.full());
            }
        }
        return found;
    }

    /** As {@code standard:provider:type} or {@code standard:type}. */
    String full() {
        return standard + ":" + (provider.isEmpty() ? "" : provider + ":") + type;
    }

    boolean isStonith() {
        return standard.equals("stonith");
    }

    boolean isOcf() {
        return standard.equals("ocf");
    }
}
