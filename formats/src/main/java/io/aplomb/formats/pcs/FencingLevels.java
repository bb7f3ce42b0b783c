package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** {@code pcs stonith level}: which devices fence a node, in which order. */
final class FencingLevels {

    private static final String SECTION = "fencing-topology";
    private static final String LEVEL = "fencing-level";
    private static final String INDEX = "index";
    private static final String DEVICES = "devices";
    private static final Set<String> KEYWORDS = Set.of("target", "stonith");

    private FencingLevels() {}

    static Router router() {
        return new Router(
                "stonith level",
                Map.of(
                        "add", FencingLevels::add,
                        "clear", FencingLevels::clear,
                        "config", FencingLevels::config,
                        "delete", FencingLevels::delete,
                        "remove", FencingLevels::delete,
                        "verify", FencingLevels::verify),
                "config");
    }

    /** {@code add LEVEL TARGET DEVICE...}. */
    private static PcsAnswer add(Call call) {
        call.options().only("-f", "--force");
        call.expectWords(3, Integer.MAX_VALUE);
        String index = call.word(0);
        FencingTarget target = FencingTarget.parse(call.word(1));
        List<String> devices = devices(call.from(2).words(), call);
        warnOfResources(devices, call);
        Reports reports = call.reports();
        boolean positive = index.matches("\\+?0*[1-9]\\d{0,8}");
        if (!positive) {
            reports.error(OptionChecks.invalidValue(index, "level", "a positive integer"));
        }
        checkNode(target, call);
        checkDevices(devices, true, call);
        reports.stopOnErrors();
        if (!find(index, target, devices, call.cib()).isEmpty()) {
            reports.error(
                    "Fencing level for '%s' at level '%s' with device(s) %s already exists"
                            .formatted(target.told(), index, Phrase.list(devices)));
            reports.stopOnErrors();
        }
        String number = String.valueOf(Integer.parseInt(index));
        String id = call.cib().newId("fl-" + target.idPart() + "-" + number);
        Element level =
                target.put(
                                Element.of(LEVEL, Map.of(INDEX, number))
                                        .with(DEVICES, String.join(",", devices)))
                        .with("id", id);
        call.cib().add(SECTION, level);
        return call.done();
    }

    /** Devices in words, and in words with commas as before. */
    private static List<String> devices(List<String> words, Call call) {
        if (words.stream().anyMatch(word -> word.contains(","))) {
            call.reports().deprecation(COMMAS);
        }
        return List.of(String.join(",", words).split(",", -1));
    }

    private static final String COMMAS =
            "Delimiting stonith devices with ',' is deprecated and will be removed. Please use a"
                    + " space to delimit stonith devices.";

    private static void warnOfResources(List<String> devices, Call call) {
        boolean any =
                new ResourceTree(call.cib())
                        .expand(devices).stream().anyMatch(found -> !ResourceTree.isStonith(found));
        if (any) {
            call.reports().deprecation(StonithMismatch.of("resources"));
        }
    }

    private static void checkNode(FencingTarget target, Call call) {
        boolean missing =
                target.type().equals(FencingTarget.NODE)
                        && !NodeNames.all(call.cib()).contains(target.value());
        if (missing) {
            call.reports()
                    .forceable(
                            "Node '%s' does not appear to exist in configuration"
                                    .formatted(target.value()));
        }
    }

    private static void checkDevices(List<String> devices, boolean forceable, Call call) {
        Set<String> missing = new TreeSet<>();
        for (String device : devices) {
            Reports found = new Reports(false);
            Ids.check(device, "device id", found);
            if (found.hasErrors()) {
                Ids.check(device, "device id", call.reports());
            } else if (call.cib().find(device).filter(ResourceTree::isStonith).isEmpty()) {
                missing.add(device);
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        String problem = "Stonith resource(s) " + Phrase.list(missing) + " do not exist";
        if (forceable) {
            call.reports().forceable(problem);
        } else {
            call.reports().error(problem);
        }
    }

    /** The levels that match everything given; all where nothing is. */
    private static List<Element> find(
            String index, @Nullable FencingTarget target, List<String> devices, CibEdit cib) {
        List<Element> found = new ArrayList<>();
        for (Element level : cib.section(SECTION).children(LEVEL)) {
            boolean matches =
                    (index.isEmpty() || level.attribute(INDEX, "").equals(index))
                            && (target == null
                                    || target.value().isEmpty()
                                    || FencingTarget.of(level).equals(target))
                            && (devices.isEmpty()
                                    || level.attribute(DEVICES, "")
                                            .equals(String.join(",", devices)));
            if (matches) {
                found.add(level);
            }
        }
        return found;
    }

    /** What levels a command is about. */
    private record Selection(@Nullable FencingTarget target, List<String> devices) {

        /** {@code [target TARGET] [stonith DEVICE...]}. */
        static Selection parse(List<String> words) {
            Words.Groups groups = Words.group(words, KEYWORDS);
            if (!groups.first().isEmpty()) {
                throw InvalidCommand.usage();
            }
            List<String> targets = groups.words("target");
            if (targets.size() > 1) {
                throw InvalidCommand.because("At most one target can be specified");
            }
            FencingTarget target =
                    targets.isEmpty() ? null : FencingTarget.parse(targets.getFirst());
            List<String> devices = groups.words("stonith");
            List<String> missing = new ArrayList<>();
            if (groups.has("target") && targets.isEmpty()) {
                missing.add("'target'");
            }
            if (groups.has("stonith") && devices.isEmpty()) {
                missing.add("'stonith'");
            }
            if (!missing.isEmpty()) {
                throw InvalidCommand.because(
                        "Missing value after " + String.join(" and ", missing));
            }
            return new Selection(target, devices);
        }
    }

    /** {@code clear [target TARGET | stonith DEVICE...]}, and {@code clear TARGET|DEVICES}. */
    private static PcsAnswer clear(Call call) {
        call.options().only("-f");
        if (call.words().isEmpty()) {
            remove(call.cib().section(SECTION).children(LEVEL), call.cib());
            return call.done();
        }
        if (call.words().size() > 1 || KEYWORDS.contains(call.word(0))) {
            Selection selection = Selection.parse(call.words());
            if (!selection.devices().isEmpty() && selection.target() != null) {
                throw InvalidCommand.because("Only one of 'target' and 'stonith' can be used");
            }
            removeFound("", selection, call);
            return call.done();
        }
        call.reports()
                .deprecation(
                        "Syntax 'pcs stonith level clear [<target> | <stonith id(s)>] is deprecated"
                                + " and will be removed. Please use 'pcs stonith level clear"
                                + " [target <target>] | [stonith <stonith id>...]'.");
        FencingTarget target = FencingTarget.parse(call.word(0));
        remove(find("", target, List.of(), call.cib()), call.cib());
        if (target.type().equals(FencingTarget.NODE)) {
            remove(find("", null, List.of(call.word(0).split(",", -1)), call.cib()), call.cib());
        }
        return call.done();
    }

    private static void remove(List<Element> levels, CibEdit cib) {
        levels.forEach(level -> cib.remove(level.id()));
    }

    private static void removeFound(String index, Selection selection, Call call) {
        for (String device : selection.devices()) {
            Ids.check(device, "stonith id", call.reports());
        }
        List<Element> found = find(index, selection.target(), selection.devices(), call.cib());
        if (found.isEmpty()) {
            call.reports().error(absence(index, selection));
        }
        call.reports().stopOnErrors();
        remove(found, call.cib());
    }

    private static String absence(String index, Selection selection) {
        StringBuilder text = new StringBuilder("Fencing level ");
        FencingTarget target = selection.target();
        if (target != null && !target.value().isEmpty()) {
            text.append("for '").append(target.told()).append("' ");
        }
        if (!index.isEmpty()) {
            text.append("at level '").append(index).append("' ");
        }
        if (!selection.devices().isEmpty()) {
            text.append("with device(s) ").append(Phrase.list(selection.devices())).append(' ');
        }
        return text.append("does not exist").toString();
    }

    /** {@code delete LEVEL [target TARGET] [stonith DEVICE...]}, and without the keywords. */
    private static PcsAnswer delete(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        String index = call.word(0);
        List<String> rest = call.from(1).words();
        if (rest.isEmpty() || KEYWORDS.contains(rest.getFirst())) {
            removeFound(index, Selection.parse(rest), call);
            return call.done();
        }
        call.reports()
                .deprecation(
                        "Syntax 'pcs stonith level delete | remove <level> [<target>] [<stonith"
                                + " id>...]' is deprecated and will be removed. Please use 'pcs"
                                + " stonith level delete | remove <level> [target <target>]"
                                + " [stonith <stonith id>...]'.");
        if (!rest.getFirst().contains("%") && rest.getFirst().contains(",")) {
            call.reports().deprecation(COMMAS);
        }
        FencingTarget target = FencingTarget.parse(rest.getFirst());
        List<String> devices =
                rest.size() < 2 ? List.of() : devices(rest.subList(1, rest.size()), call);
        Selection asTarget = new Selection(target, devices);
        boolean mayBeDevice =
                target.type().equals(FencingTarget.NODE)
                        && find(index, target, devices, call.cib()).isEmpty();
        if (mayBeDevice) {
            removeAsDevices(index, target, asTarget, call);
        } else {
            removeFound(index, asTarget, call);
        }
        return call.done();
    }

    /** The old syntax does not say whether a word is a node or a device: it may be that one. */
    private static void removeAsDevices(
            String index, FencingTarget target, Selection asTarget, Call call) {
        List<String> devices = new ArrayList<>(List.of(target.value()));
        devices.addAll(asTarget.devices());
        List<Element> found = find(index, null, devices, call.cib());
        if (found.isEmpty()) {
            call.reports().error(absence(index, asTarget));
            call.reports().error(absence(index, new Selection(null, devices)));
            call.reports().stopOnErrors();
        }
        remove(found, call.cib());
    }

    private static PcsAnswer config(Call call) {
        call.options().only("-f", "--output-format");
        call.expectWords(0, 0);
        if (call.options().outputFormat("text", "json").equals("json")) {
            return call.printed(Json.text(json(call.cib())) + "\n");
        }
        List<String> lines = lines(call.cib());
        return call.printed(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
    }

    private static List<Object> json(CibEdit cib) {
        List<Object> levels = new ArrayList<>();
        for (Element level : cib.section(SECTION).children(LEVEL)) {
            FencingTarget target = FencingTarget.of(level);
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", level.id());
            json.put("target_type", target.type());
            json.put("target", target.told());
            json.put("level", level.attribute(INDEX, ""));
            json.put(DEVICES, List.of(level.attribute(DEVICES, "").split(",", -1)));
            levels.add(json);
        }
        return levels;
    }

    /** All levels by target, without a heading. */
    static List<String> lines(CibEdit cib) {
        List<String> lines = new ArrayList<>();
        for (String type :
                List.of(FencingTarget.NODE, FencingTarget.PATTERN, FencingTarget.ATTRIBUTE)) {
            Map<String, List<Element>> byTarget = new TreeMap<>();
            for (Element level : cib.section(SECTION).children(LEVEL)) {
                FencingTarget target = FencingTarget.of(level);
                if (target.type().equals(type) && !target.value().isEmpty()) {
                    byTarget.computeIfAbsent(target.told(), any -> new ArrayList<>()).add(level);
                }
            }
            byTarget.forEach(
                    (told, levels) -> {
                        String pattern = type.equals(FencingTarget.PATTERN) ? " (regexp)" : "";
                        lines.add("Target" + pattern + ": " + told);
                        levels.stream()
                                .sorted(
                                        Comparator.comparing(
                                                (Element level) -> level.attribute(INDEX, "")))
                                .forEach(level -> lines.add(line(level)));
                    });
        }
        return lines;
    }

    private static String line(Element level) {
        return "  Level " + level.attribute(INDEX, "") + " - " + level.attribute(DEVICES, "");
    }

    private static PcsAnswer verify(Call call) {
        call.options().only("-f");
        call.expectWords(0, 0);
        Set<String> devices = new TreeSet<>();
        Set<String> nodes = new TreeSet<>();
        for (Element level : call.cib().section(SECTION).children(LEVEL)) {
            devices.addAll(List.of(level.attribute(DEVICES, "").split(",", -1)));
            if (level.attribute("target") != null) {
                nodes.add(level.attribute("target", ""));
            }
        }
        checkDevices(List.copyOf(devices), false, call);
        Set<String> known = NodeNames.all(call.cib());
        for (String node : nodes) {
            if (!known.contains(node)) {
                call.reports()
                        .error("Node '" + node + "' does not appear to exist in configuration");
            }
        }
        call.reports().stopOnErrors();
        return call.printed("");
    }
}
