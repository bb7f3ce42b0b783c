package io.aplomb.formats.pcs;

import java.util.LinkedHashMap;
import java.util.List;
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
        commands.put("defaults", DefaultsCommands.ofResources("resource defaults"));
        commands.put("move", ResourceMove::move);
        commands.put("move-with-constraint", ResourceMove::moveWithConstraint);
        commands.put("ban", ResourceMove::ban);
        commands.put("clear", ResourceMove::clear);
        commands.put("relocate", relocate());
        commands.put("utilization", Utilization::resource);
        commands.put("failcount", FailCounts.ROUTER);
        commands.put("cleanup", FailCounts::cleanup);
        commands.put("refresh", FailCounts::refresh);
        commands.put("relations", new RelationsCommand());
        commands.put("list", AgentCommands::list);
        commands.put("describe", AgentCommands::describe);
        commands.put("standards", AgentCommands::standards);
        commands.put("providers", AgentCommands::providers);
        commands.put("agents", AgentCommands::agents);
        commands.put("config", ResourceConfig::resources);
        commands.put("status", ResourceRuntime::status);
        commands.put("show", ResourceRuntime::show);
        commands.put("restart", ResourceRuntime::restart);
        for (String action : List.of("start", "stop", "promote", "demote", "monitor")) {
            commands.put("debug-" + action, ResourceRuntime.debug(action));
        }
        return commands;
    }

    private static Router operations() {
        return new Router(
                "resource op",
                Map.of(
                        "defaults", DefaultsCommands.ofOperations("resource op defaults"),
                        "add", OperationCommands::add,
                        "remove", OperationCommands::delete,
                        "delete", OperationCommands::delete));
    }

    private static Router relocate() {
        return new Router(
                "resource relocate",
                Map.of(
                        "show",
                        ResourceRuntime::showRelocation,
                        "dry-run",
                        call -> ResourceRuntime.relocate(call, true),
                        "run",
                        call -> ResourceRuntime.relocate(call, false),
                        "clear",
                        ResourceMove::clearRelocation));
    }

    @Override
    public PcsAnswer run(Call call) {
        return ROUTER.run(call);
    }
}
