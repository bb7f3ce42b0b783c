package io.aplomb.formats.pcs;

import io.aplomb.model.cib.Element;
import java.util.Map;
import java.util.Set;

/** {@code pcs resource}. */
final class ResourceCommands implements CommandSet {

    static final Set<String> KINDS = Set.of("primitive", "group", "clone", "master", "bundle");

    private static final Router ROUTER =
            new Router("resource", Map.of("meta", ResourceCommands::meta));

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }

    private static PcsAnswer meta(Call call) {
        call.expectWords(2, Integer.MAX_VALUE);
        call.options().only("-f", "--force", "--wait");
        String id = call.word(0);
        Element resource =
                call.cib()
                        .find(id, KINDS)
                        .orElseThrow(
                                () ->
                                        InvalidCommand.because(
                                                "unable to find a resource/clone/group: " + id));
        Map<String, String> pairs = Words.pairs(call.from(1).words());
        call.cib()
                .change(resource.id(), found -> Pairs.update(found, Pairs.META, pairs, call.cib()));
        return call.done();
    }
}
