package io.aplomb.formats.pcs;

import io.aplomb.base.Suggestions;
import io.aplomb.model.cib.AlertWays;
import io.aplomb.model.cib.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * {@code pcs alert}: whom the cluster tells what happens. Beside the paths of scripts there are
 * ways of ours ({@link AlertWays}).
 */
final class AlertCommands implements CommandSet {

    private static final String SECTION = "alerts";
    private static final String ALERT = "alert";
    private static final String RECIPIENT = "recipient";
    private static final String DESCRIPTION = "description";
    private static final String PATH = "path";
    private static final String VALUE = "value";

    private static final Router RECIPIENTS =
            new Router(
                    "alert recipient",
                    Map.of(
                            "add",
                            AlertCommands::addRecipient,
                            "update",
                            AlertCommands::updateRecipient,
                            "delete",
                            call -> delete(call, RECIPIENT),
                            "remove",
                            call -> delete(call, RECIPIENT)));

    private static final Router ROUTER =
            new Router(
                    ALERT,
                    Map.of(
                            "create",
                            AlertCommands::create,
                            "update",
                            AlertCommands::update,
                            "delete",
                            call -> delete(call, ALERT),
                            "remove",
                            call -> delete(call, ALERT),
                            "config",
                            AlertText::config,
                            "show",
                            call -> {
                                OldForms.command("alert config", call);
                                return AlertText.config(call);
                            },
                            RECIPIENT,
                            RECIPIENTS),
                    "config");

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    /** What a command gives: {@code [MAIN...] [options ...] [meta ...]}. */
    private record Given(
            Map<String, String> main, Map<String, String> options, Map<String, String> meta) {

        static Given parse(List<String> words, Set<String> allowed) {
            Words.Groups groups = Words.group(words, Set.of("options", "meta"));
            Map<String, String> main = Words.pairs(groups.first());
            main.forEach(
                    (name, value) -> {
                        if (!allowed.contains(name)) {
                            throw InvalidCommand.because(
                                    "Unexpected parameter '" + name + "=" + value + "'");
                        }
                    });
            return new Given(
                    main, Words.pairs(groups.words("options")), Words.pairs(groups.words("meta")));
        }

        String value(String name) {
            return main.getOrDefault(name, "");
        }
    }

    /** {@code create path=PATH [id=ID] [description=TEXT] [options ...] [meta ...]}. */
    private static PcsAnswer create(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        Given given = Given.parse(call.words(), Set.of("id", DESCRIPTION, PATH));
        if (given.value(PATH).isEmpty()) {
            throw InvalidCommand.because("required option 'path' is missing");
        }
        requireKnown(given.value(PATH), given);
        CibEdit cib = call.cib();
        String id = given.value("id");
        if (id.isEmpty()) {
            id = cib.newId(ALERT);
        } else {
            requireNew(id, "alert-id", cib);
        }
        Element alert = Element.of(ALERT, Map.of("id", id)).with(PATH, given.value(PATH));
        if (!given.value(DESCRIPTION).isEmpty()) {
            alert = alert.with(DESCRIPTION, given.value(DESCRIPTION));
        }
        cib.add(SECTION, withPairs(alert, given, cib));
        return call.done();
    }

    /** Only a script may have options of any name: what ours do not know has no effect. */
    private static void requireKnown(String path, Given given) {
        Optional<String> way = AlertWays.of(path);
        if (way.isEmpty()) {
            return;
        }
        if (!AlertWays.names().contains(way.get())) {
            throw InvalidCommand.because(
                    "there is no '%s'%s"
                            .formatted(
                                    path, meant(way.get(), AlertWays.names(), AlertWays.PREFIX)));
        }
        given.options()
                .forEach(
                        (name, value) -> {
                            if (!value.isEmpty() && !AlertWays.knows(way.get(), name)) {
                                Set<String> known = AlertWays.options(way.get());
                                throw InvalidCommand.because(
                                        "%s has no option '%s'%s (it has %s)"
                                                .formatted(
                                                        path,
                                                        name,
                                                        meant(name, known, ""),
                                                        String.join(", ", known)));
                            }
                        });
    }

    private static String meant(String word, Set<String> known, String prefix) {
        return Suggestions.nearest(word, known)
                .map(found -> ", did you mean '" + prefix + found + "'?")
                .orElse("");
    }

    private static void requireNew(String id, String description, CibEdit cib) {
        ConstraintIds.requireForm(id, description);
        if (cib.exists(id)) {
            throw InvalidCommand.because("'" + id + "' already exists");
        }
        cib.book(id);
    }

    /** Options first, meta attributes in front of them, recipients behind. */
    private static Element withPairs(Element owner, Given given, CibEdit cib) {
        Element changed = Pairs.update(owner, Pairs.INSTANCE, given.options(), cib);
        return Pairs.update(changed, Pairs.META, given.meta(), cib);
    }

    /** {@code update ALERT [path=PATH] [description=TEXT] [options ...] [meta ...]}. */
    private static PcsAnswer update(Call call) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        Given given = Given.parse(call.from(1).words(), Set.of(DESCRIPTION, PATH));
        Element alert = find(call.word(0), ALERT, call);
        String path = given.value(PATH);
        requireKnown(path.isEmpty() ? alert.attribute(PATH, "") : path, given);
        call.cib()
                .change(
                        alert.id(),
                        found -> {
                            Element changed = found;
                            if (!given.value(PATH).isEmpty()) {
                                changed = changed.with(PATH, given.value(PATH));
                            }
                            return withPairs(described(changed, given), given, call.cib());
                        });
        return call.done();
    }

    /** Only what is given changes; what is given empty goes. */
    private static Element described(Element owner, Given given) {
        if (!given.main().containsKey(DESCRIPTION)) {
            return owner;
        }
        String description = given.value(DESCRIPTION);
        return description.isEmpty()
                ? owner.without(DESCRIPTION)
                : owner.with(DESCRIPTION, description);
    }

    private static Element find(String id, String name, Call call) {
        return Elements.find(id, Set.of(name), SECTION, call.cib(), call.reports())
                .orElseThrow(InvalidCommand::reported);
    }

    private static PcsAnswer delete(Call call, String name) {
        call.options().only("-f");
        call.expectWords(1, Integer.MAX_VALUE);
        List<String> found = new ArrayList<>();
        for (String id : call.words()) {
            Optional<Element> element =
                    found.contains(id)
                            ? Optional.empty()
                            : Elements.find(id, Set.of(name), SECTION, call.cib(), call.reports());
            element.map(Element::id).ifPresent(found::add);
        }
        call.reports().stopOnErrors();
        found.forEach(call.cib()::remove);
        return call.done();
    }

    /** {@code recipient add ALERT value=VALUE [id=ID] [description=TEXT] [options] [meta]}. */
    private static PcsAnswer addRecipient(Call call) {
        call.options().only("-f", "--force");
        call.expectWords(2, Integer.MAX_VALUE);
        Given given = Given.parse(call.from(1).words(), Set.of("id", DESCRIPTION, VALUE));
        if (given.value(VALUE).isEmpty()) {
            throw InvalidCommand.because("required option 'value' is missing");
        }
        CibEdit cib = call.cib();
        String id = given.main().get("id");
        if (id == null) {
            id = cib.newId(call.word(0) + "-recipient");
        } else {
            requireNew(id, "recipient-id", cib);
        }
        Element alert = find(call.word(0), ALERT, call);
        requireKnown(alert.attribute(PATH, ""), given);
        requireOnlyOne(alert, given.value(VALUE), "", call);
        Element recipient = Element.of(RECIPIENT, Map.of("id", id)).with(VALUE, given.value(VALUE));
        if (!given.value(DESCRIPTION).isEmpty()) {
            recipient = recipient.with(DESCRIPTION, given.value(DESCRIPTION));
        }
        Element added = withPairs(recipient, given, cib);
        cib.change(alert.id(), found -> found.withChild(added));
        return call.done();
    }

    private static void requireOnlyOne(Element alert, String value, String except, Call call) {
        boolean twice =
                alert.children(RECIPIENT).stream()
                        .anyMatch(
                                other ->
                                        other.attribute(VALUE, "").equals(value)
                                                && !other.id().equals(except));
        if (twice) {
            call.reports()
                    .forceable(
                            "Recipient '%s' in alert '%s' already exists"
                                    .formatted(value, alert.id()));
            call.reports().stopOnErrors();
        }
    }

    /** {@code recipient update RECIPIENT [value=VALUE] [description=TEXT] [options] [meta]}. */
    private static PcsAnswer updateRecipient(Call call) {
        call.options().only("-f", "--force");
        call.expectWords(1, Integer.MAX_VALUE);
        Given given = Given.parse(call.from(1).words(), Set.of(DESCRIPTION, VALUE));
        boolean valueGiven = given.main().containsKey(VALUE);
        if (valueGiven && given.value(VALUE).isEmpty()) {
            throw InvalidCommand.because("Recipient value '' is not valid.");
        }
        Element recipient = find(call.word(0), RECIPIENT, call);
        Element alert = call.cib().parentOf(recipient.id()).orElseThrow();
        requireKnown(alert.attribute(PATH, ""), given);
        if (valueGiven) {
            requireOnlyOne(alert, given.value(VALUE), recipient.id(), call);
        }
        call.cib()
                .change(
                        recipient.id(),
                        found -> {
                            Element changed =
                                    valueGiven ? found.with(VALUE, given.value(VALUE)) : found;
                            return withPairs(described(changed, given), given, call.cib());
                        });
        return call.done();
    }
}
