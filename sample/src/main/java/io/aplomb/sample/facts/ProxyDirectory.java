package io.aplomb.sample.facts;

import org.jspecify.annotations.Nullable;

/** Finds proxies and servers by name. */
public interface ProxyDirectory {

    /** The frontend of this name, or null. */
    @Nullable ProxyFacts frontend(String name);

    /** The backend of this name, or null. */
    @Nullable ProxyFacts backend(String name);

    /** The server of this name in the backend of this name, or null. */
    @Nullable ServerFacts server(String backend, String server);
}
