package io.aplomb.proxy.rules;

import io.aplomb.base.net.IpAddress;
import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.HttpSettings.AddressHeader;
import io.aplomb.proxy.names.ConfiguredNames;
import io.aplomb.proxy.stream.Stream;
import io.aplomb.proxy.stream.StreamConnection;
import org.jspecify.annotations.Nullable;

/**
 * {@code option forwardfor} and {@code option originalto} (manual 4.2). The header is always a new
 * field after the others. The backend's setting counts before the frontend's; when both are set one
 * header is added, with the backend's name, and {@code if-none} needs both to say so.
 */
final class AddressHeaders {

    private AddressHeaders() {}

    /** Adds what the proxies ask for; false when the head has no room. */
    static boolean add(HttpHead request, Stream stream) {
        return addOne(
                        request,
                        stream.frontendConfig().http().forwardFor(),
                        stream.backendConfig().http().forwardFor(),
                        stream.client().source(),
                        stream.client())
                && addOne(
                        request,
                        stream.frontendConfig().http().originalTo(),
                        stream.backendConfig().http().originalTo(),
                        stream.client().destination(),
                        stream.client());
    }

    private static boolean addOne(
            HttpHead request,
            @Nullable AddressHeader ofFrontend,
            @Nullable AddressHeader ofBackend,
            @Nullable IpAddress address,
            StreamConnection client) {
        AddressHeader setting = ofBackend != null ? ofBackend : ofFrontend;
        if (setting == null || address == null || excepted(ofFrontend, address)) {
            return true;
        }
        if (excepted(ofBackend, address)) {
            return true;
        }
        FieldName name = ConfiguredNames.field(setting.header());
        boolean ifNone =
                (ofFrontend == null || ofFrontend.ifNone())
                        && (ofBackend == null || ofBackend.ifNone());
        return (ifNone && request.contains(name)) || request.add(name, text(address, client));
    }

    private static String text(IpAddress address, StreamConnection client) {
        return address.equals(client.source()) ? client.sourceText() : address.toString();
    }

    private static boolean excepted(@Nullable AddressHeader setting, IpAddress address) {
        return setting != null && setting.except() != null && setting.except().contains(address);
    }
}
