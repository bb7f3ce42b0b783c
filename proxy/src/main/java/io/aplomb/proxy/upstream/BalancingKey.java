package io.aplomb.proxy.upstream;

import io.aplomb.base.net.IpAddress;
import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.model.proxy.Balance;
import io.aplomb.proxy.balance.BalanceKeys;
import io.aplomb.proxy.balance.KeyRange;
import io.aplomb.proxy.balance.Selection;
import io.aplomb.proxy.runtime.Wish;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.SampleType;
import io.aplomb.sample.Value;
import io.aplomb.sample.facts.Payload;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the bytes of a request that its backend's algorithm hashes (manual 4.2 "balance"). */
public final class BalancingKey {

    /** Names come from configurations, so there are few. */
    private static final Map<String, FieldName> FIELD_NAMES = new ConcurrentHashMap<>();

    private BalancingKey() {}

    /** Sets the key, or none where the request has nothing to hash. */
    public static void fill(Balance balance, Stream stream, Wish wish) {
        Selection selection = wish.selection();
        HttpHead head = stream.requestHead();
        switch (balance) {
            case Balance.RoundRobin _,
                    Balance.StaticRoundRobin _,
                    Balance.LeastConnections _,
                    Balance.First _,
                    Balance.Random _,
                    Balance.ShortestExpectedDelay _,
                    Balance.NeverQueue _ -> {}
            case Balance.Source _ -> address(stream.client().source(), selection);
            case Balance.Destination _, Balance.Lblc _, Balance.Lblcr _ ->
                    address(stream.client().destination(), selection);
            case Balance.Uri uri -> uri(uri, head, selection);
            case Balance.UrlParameter(String name, boolean checkPost) ->
                    parameter(name, checkPost, head, stream, selection);
            case Balance.Header(String name, boolean domainOnly) ->
                    header(name, domainOnly, head, selection);
            case Balance.RdpCookie(String name) ->
                    rdpCookie(name, stream.requestPayload(), selection);
            case Balance.Hash hash -> {
                Value value = hash.key().evaluate(stream, SampleType.BIN);
                if (value instanceof Value.BinaryValue(byte[] octets)) {
                    selection.key(octets);
                }
            }
        }
    }

    private static void address(@Nullable IpAddress address, Selection selection) {
        if (address != null) {
            selection.key(address.toBytes());
        }
    }

    private static void uri(Balance.Uri uri, @Nullable HttpHead head, Selection selection) {
        if (head == null) {
            return;
        }
        BalanceKeys.UriPart part =
                new BalanceKeys.UriPart(
                        uri.whole(), uri.lengthLimit(), uri.depthLimit(), uri.pathOnly());
        byte[] bytes = head.array();
        selection.key(
                bytes, BalanceKeys.uri(bytes, head.targetOffset(), head.targetLength(), part));
    }

    private static void parameter(
            String name,
            boolean checkPost,
            @Nullable HttpHead head,
            Stream stream,
            Selection selection) {
        if (head == null) {
            return;
        }
        byte[] wanted = name.getBytes(StandardCharsets.ISO_8859_1);
        byte[] bytes = head.array();
        KeyRange range =
                BalanceKeys.parameter(bytes, head.queryOffset(), head.queryLength(), wanted);
        Payload body = stream.requestBody();
        if (range.isPresent()) {
            selection.key(bytes, range);
        } else if (checkPost && head.methodToken() == HttpMethod.POST && body != null) {
            byte[] posted = body.slice(0, body.length());
            selection.key(posted, BalanceKeys.parameter(posted, 0, posted.length, wanted));
        }
    }

    private static void header(
            String name, boolean domainOnly, @Nullable HttpHead head, Selection selection) {
        if (head == null) {
            return;
        }
        int index = head.indexOf(FIELD_NAMES.computeIfAbsent(name, FieldName::of));
        if (index < 0 || head.valueLength(index) == 0) {
            return;
        }
        byte[] bytes = head.array();
        if (domainOnly) {
            selection.key(
                    bytes,
                    BalanceKeys.mainDomain(
                            bytes, head.valueOffset(index), head.valueLength(index)));
        } else {
            selection.key(bytes, head.valueOffset(index), head.valueLength(index));
        }
    }

    private static void rdpCookie(String name, @Nullable Payload payload, Selection selection) {
        if (payload == null) {
            return;
        }
        byte[] bytes = payload.slice(0, payload.length());
        selection.key(
                bytes,
                BalanceKeys.rdpCookie(
                        bytes, 0, bytes.length, name.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
