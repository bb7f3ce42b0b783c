package io.aplomb.proxy.runtime;

import io.aplomb.model.proxy.Captures;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.Proxy;
import io.aplomb.model.proxy.Rule;
import io.aplomb.model.proxy.TcpAction;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The capture slots of a frontend: the declared ones first, then one for each capturing rule that
 * names none ({@code http-request capture ... len N}), in the order of the rules. Immutable.
 */
public final class CaptureLayout {

    private final int[] requestLengths;
    private final int[] responseLengths;
    private final IdentityHashMap<Object, Integer> slotOfAction = new IdentityHashMap<>();

    CaptureLayout(Proxy config, Captures declared) {
        List<Integer> request = lengths(declared.request());
        List<Integer> response = lengths(declared.response());
        for (Rule<TcpAction> rule : config.rules().tcpRequestContent()) {
            if (rule.action() instanceof TcpAction.Capture capture) {
                addSlot(request, capture, capture.maxLength());
            }
        }
        addSlots(request, config.rules().httpRequest());
        addSlots(response, config.rules().httpResponse());
        requestLengths = request.stream().mapToInt(Integer::intValue).toArray();
        responseLengths = response.stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<Integer> lengths(List<Captures.Slot> slots) {
        List<Integer> lengths = new ArrayList<>();
        slots.forEach(slot -> lengths.add(slot.maxLength()));
        return lengths;
    }

    private void addSlots(List<Integer> lengths, List<Rule<HttpAction>> rules) {
        for (Rule<HttpAction> rule : rules) {
            if (rule.action() instanceof HttpAction.Capture capture && capture.slot() < 0) {
                addSlot(lengths, capture, capture.maxLength());
            }
        }
    }

    private void addSlot(List<Integer> lengths, Object action, int maxLength) {
        slotOfAction.put(action, lengths.size());
        lengths.add(maxLength);
    }

    /** Characters each request slot keeps; not to be changed. */
    public int[] requestLengths() {
        return requestLengths;
    }

    /** Characters each response slot keeps; not to be changed. */
    public int[] responseLengths() {
        return responseLengths;
    }

    /** The slot of a capturing rule's action, -1 when it has none here. */
    public int slotOf(Object action) {
        return slotOfAction.getOrDefault(action, -1);
    }
}
