package io.aplomb.control.agent;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A cluster of two nodes that knows what it is told. */
final class FakeServices implements AgentServices {
    final Map<String, String> attributes = new ConcurrentHashMap<>();
    final Map<String, String> options = new ConcurrentHashMap<>();
    volatile boolean refuses;

    private static String key(String node, String name, Store store) {
        return node + "/" + store + "/" + name;
    }

    @Override
    public String self() {
        return "alpha";
    }

    @Override
    public List<Node> nodes() {
        return List.of(new Node("beta", 2, false), new Node("alpha", 1, true));
    }

    @Override
    public boolean hasQuorum() {
        return true;
    }

    @Override
    public Optional<String> attribute(String node, String name, Store store) throws Refused {
        if (refuses) {
            throw new Refused("no quorum");
        }
        return Optional.ofNullable(attributes.get(key(node, name, store)));
    }

    @Override
    public void attribute(
            String node,
            String name,
            @Nullable String value,
            Store store,
            @Nullable String dampening) {
        if (value == null) {
            attributes.remove(key(node, name, store));
        } else {
            attributes.put(key(node, name, store), value);
        }
    }

    @Override
    public Optional<String> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    @Override
    public void option(@Nullable String set, String name, @Nullable String value) {
        if (value == null) {
            options.remove(name);
        } else {
            options.put(name, value);
        }
    }

    @Override
    public List<Place> places(String resource) {
        return resource.equals("db")
                ? List.of(new Place("alpha", true), new Place("beta", false))
                : List.of();
    }

    @Override
    public Optional<String> parameter(String resource, String name) {
        return resource.equals("vip") && name.equals("ip")
                ? Optional.of("192.0.2.1")
                : Optional.empty();
    }
}
