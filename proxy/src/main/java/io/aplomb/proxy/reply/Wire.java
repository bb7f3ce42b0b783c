package io.aplomb.proxy.reply;

import io.aplomb.base.Check;
import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.http.HttpMethod;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.rules.ResponsePhases;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.sample.Octets;
import io.aplomb.sample.log.LogFormat;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** From a head of the proxy's own to bytes. */
final class Wire {

    private Wire() {}

    static byte[] render(LogFormat format, Stream stream) {
        StringBuilder out = new StringBuilder();
        format.render(stream, out);
        return Octets.of(out.toString());
    }

    /**
     * Runs the last rules, says what becomes of the connection, and encodes; a request by HEAD gets
     * no body.
     */
    static PreparedReply finish(Stream stream, byte[] body, boolean keep) {
        HttpHead head = Check.present(stream.responseHead(), "response head");
        HttpHead request = stream.requestHead();
        // A failed rewrite leaves the answer as it is: it is the error answer already.
        ResponsePhases.afterResponse(stream);
        boolean keeps = keep && !closes(head);
        boolean oldRequest = request != null && request.minorVersion() == 0;
        if (!keeps && head.minorVersion() > 0) {
            head.set(ConfiguredNames.field("connection"), "close");
        } else if (keeps && (head.minorVersion() == 0 || oldRequest)) {
            head.set(ConfiguredNames.field("connection"), "keep-alive");
        }
        boolean withBody = request == null || request.methodToken() != HttpMethod.HEAD;
        ByteBuf out = Unpooled.buffer(head.encodedBytes() + body.length);
        head.encodeTo(out);
        if (withBody) {
            out.writeBytes(body);
        }
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return new PreparedReply(bytes, head.status(), !keeps);
    }

    private static boolean closes(HttpHead head) {
        return head.firstValue(FieldName.CONNECTION).equalsIgnoreCase("close");
    }
}
