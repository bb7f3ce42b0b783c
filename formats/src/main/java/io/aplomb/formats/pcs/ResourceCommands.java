package io.aplomb.formats.pcs;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code pcs resource}. */
final class ResourceCommands implements CommandSet {

    private static final Router ROUTER = new Router("resource", commands(), "status");

    private static Map<String, CommandSet> commands() {
        Map<String, CommandSet> commands = new LinkedHashMap<>();
        commands.put("create", new ResourceCreate());
        commands.put("update", ResourceUpdate::update);
        commands.put("meta", ResourceUpdate::meta);
        commands.put("delete", new ResourceDelete());
        commands.put("remove", new ResourceDelete());
        commands.put("enable", ResourceSwitch::enable);
        commands.put("disable", ResourceSwitch::disable);
        commands.put("safe-disable", ResourceSwitch::safeDisable);
        commands.put("manage", ResourceSwitch::manage);
        commands.put("unmanage", ResourceSwitch::unmanage);
        commands.put("group", GroupCommands.ROUTER);
        commands.put("ungroup", GroupCommands::remove);
        commands.put("clone", CloneCommands::copy);
        commands.put("promotable", CloneCommands::promotable);
        commands.put("unclone", CloneCommands::unclone);
        commands.put("bundle", Bundles::refuse);
        commands.put("op", operations());
        return commands;
    }

    private static Router operations() {
        return new Router(
                "resource op",
                Map.of(
                        "add", OperationCommands::add,
                        "remove", OperationCommands::delete,
                        "delete", OperationCommands::delete));
    }

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }
}
