package io.aplomb.proxy.balance;

/** A candidate whose figures a test sets. */
final class FakeServer implements Candidate {

    final String name;
    final int id;
    int effectiveWeight = WEIGHT_SCALE;
    boolean usable = true;
    int connections;
    int maxConnections;

    FakeServer(String name, int id) {
        this.name = name;
        this.id = id;
    }

    static FakeServer weighted(String name, int id, int weight) {
        var server = new FakeServer(name, id);
        server.effectiveWeight = weight * WEIGHT_SCALE;
        return server;
    }

    FakeServer connections(int value) {
        connections = value;
        return this;
    }

    FakeServer maxConnections(int value) {
        maxConnections = value;
        return this;
    }

    @Override
    public int id() {
        return id;
    }

    @Override
    public int effectiveWeight() {
        return effectiveWeight;
    }

    @Override
    public boolean usable() {
        return usable;
    }

    @Override
    public int activeConnections() {
        return connections;
    }

    @Override
    public boolean saturated() {
        return maxConnections > 0 && connections >= maxConnections;
    }

    @Override
    public String toString() {
        return name;
    }
}
