package io.aplomb.formats.haproxy.compile;

import io.aplomb.formats.text.Refusal;
import io.aplomb.formats.text.Word;
import io.aplomb.model.net.EndpointSpec;

/** {@code source ADDRESS[:PORT] [interface NAME]}: where connections to servers come from. */
final class SourceAddress {

    private SourceAddress() {}

    static EndpointSpec read(Line line) throws Refusal {
        Word word = line.take("an address");
        EndpointSpec endpoint = Addresses.plain(line, word);
        if (!(endpoint instanceof EndpointSpec.Inet)) {
            throw line.error(word, "connections cannot come from '%s'".formatted(word.text()));
        }
        if (line.peek().equals("usesrc")) {
            throw line.error(
                    line.take("usesrc"),
                    "transparent source addresses are not available",
                    "use send-proxy or option forwardfor to tell servers the client's address");
        }
        if (line.takeIf("interface")) {
            throw line.error(
                    line.last(), "'interface' is not available", "give the interface's address");
        }
        return endpoint;
    }
}
