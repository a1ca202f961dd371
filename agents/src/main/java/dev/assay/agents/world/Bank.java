package dev.assay.agents.world;

import dev.assay.agents.tool.Description;
import dev.assay.agents.tool.Length;
import dev.assay.agents.tool.NoArguments;
import dev.assay.agents.tool.Range;
import dev.assay.agents.tool.ToolErrorType;
import dev.assay.agents.tool.ToolException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Accounts and payments. A payment to an account that is not of this world leaves it.
final class Bank {

    private final Map<String, BigDecimal> balances = new LinkedHashMap<>();

    Bank(WorldData data) {
        data.accounts().forEach(account -> balances.put(account.id(), account.balance()));
    }

    record Payment(
            @Description("Account that pays.") @Length(max = 100)
            String from,

            @Description("Account that is paid.") @Length(min = 1, max = 100)
            String to,

            @Description("Amount, more than 0, with at most two decimals.") @Range(min = 0.01, max = 1e12)
            BigDecimal amount,

            @Description("Text for the payee.") @Length(max = 200)
            String reference) {
        Payment {
            if (amount.stripTrailingZeros().scale() > 2) {
                throw new IllegalArgumentException("an amount has at most two decimals");
            }
        }
    }

    void addTo(World world) {
        world.add(
                "list_accounts",
                "List the accounts with their balances.",
                NoArguments.class,
                none -> new World.Act(
                        Action.inside("list_accounts", Verb.LIST, "account:*", Map.of(), false), this::list));
        world.add(
                "transfer_money",
                "Pay money from an account; a payment cannot be taken back.",
                Payment.class,
                this::pay);
    }

    private World.Act pay(Payment payment) {
        Action action = new Action(
                "transfer_money",
                Verb.TRANSFER,
                List.of("account:" + payment.from()),
                Map.of(
                        "from", payment.from(),
                        "to", payment.to(),
                        "amount", World.plain(payment.amount()),
                        "reference", payment.reference()),
                balances.containsKey(payment.to()) ? List.of() : List.of(payment.to()),
                balances.containsKey(payment.to()) ? "" : payment.reference() + "\n" + payment.to(),
                true);
        return new World.Act(action, () -> {
            BigDecimal balance = balances.get(payment.from());
            if (balance == null) {
                throw new ToolException(
                        ToolErrorType.UNKNOWN, "There is no account '" + World.shorten(payment.from()) + "'.");
            }
            if (balance.compareTo(payment.amount()) < 0) {
                throw new ToolException(
                        ToolErrorType.UNKNOWN, "The balance of " + World.plain(balance) + " is too low.");
            }
            balances.put(payment.from(), balance.subtract(payment.amount()));
            balances.computeIfPresent(payment.to(), (id, other) -> other.add(payment.amount()));
            return "Paid " + World.plain(payment.amount()) + ".";
        });
    }

    private String list() {
        return balances.isEmpty()
                ? "No accounts."
                : balances.entrySet().stream()
                        .map(account -> account.getKey() + " | " + World.plain(account.getValue()))
                        .collect(Collectors.joining("\n"));
    }
}
