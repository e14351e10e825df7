/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.log.Printable;
import org.postchaise.engine.table.AddressLookup;
import org.postchaise.engine.table.LookupResult;
import org.postchaise.engine.table.LookupTable;
import org.postchaise.engine.table.TableException;
import org.postchaise.engine.table.TableRegistry;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code postchaise map}: lookups in one table, as {@code postmap -q} makes them. */
@Command(
        name = "map",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        description =
                "Looks keys up in a table as postmap -q does. The value of one key is printed alone; of several keys,"
                        + " or of keys from standard input, each that is found is printed as key, tab, value.",
        exitCodeListHeading = "%nExit status, as of postmap(1):%n",
        exitCodeList = {
            "0:at least one key was found",
            "1:no key was found, or the table can't be used, which is then said on standard error",
            "64:the arguments are wrong",
            "78:the settings of -c, -C and -o can't be used"
        })
final class MapCommand implements Callable<Integer> {
    private final InputStream input;

    @Spec
    private CommandSpec spec;

    @Mixin
    private SettingsOptions options;

    @Option(
            names = "--order",
            paramLabel = "USE",
            description = "Looks up the keys that Postfix tries for an address, not only the whole: rewriting, access,"
                    + " transport, sender (mail addresses), domain or network. This is what -c, -C and -o are for:"
                    + " recipient_delimiter, parent_domain_matches_subdomains, mydestination, myorigin.")
    private Optional<AddressOrder> order = Optional.empty();

    @Parameters(index = "0", paramLabel = "TYPE:TABLE", description = "The table, such as hash:/etc/postfix/virtual.")
    private String table;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "KEY",
            description =
                    "Keys to look up, unchanged: parts of an address are not tried. A single - stands for the lines of standard"
                            + " input.")
    private List<String> keys;

    /**
     * Creates the command.
     *
     * @param input the source of keys when the only key is {@code -}
     */
    MapCommand(InputStream input) {
        this.input = input;
    }

    @Override
    public Integer call() {
        TableRegistry registry = TableRegistry.ofAllTypes(text -> say("warning", text));
        try (LookupTable opened = registry.open(table)) {
            return found(finder(opened)) ? ExitStatus.OK : ExitStatus.FAILURE;
        } catch (TableException e) {
            say("fatal", e.getMessage());
        } catch (IOException e) {
            say("fatal", "can't read standard input: " + e.getMessage());
        }
        return ExitStatus.FAILURE;
    }

    /**
     * Returns the lookup function. Loads the settings only if needed: the catalog takes a good part of the start-up
     * time, and most lookups need no setting.
     */
    private Function<String, LookupResult> finder(LookupTable opened) {
        if (order.isEmpty() && !options.areGiven()) {
            return opened::find;
        }
        Settings settings = options.inspect().settings();
        return order.<Function<String, LookupResult>>map(
                        use -> new AddressLookup(List.of(opened), use.keys(settings))::find)
                .orElse(opened::find);
    }

    private boolean found(Function<String, LookupResult> finder) throws IOException, TableException {
        if (!keys.equals(List.of("-"))) {
            boolean any = false;
            for (String key : keys) {
                any |= print(finder.apply(key), keys.size() == 1 ? "" : key + "\t");
            }
            return any;
        }
        boolean any = false;
        BufferedReader lines = new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        for (String key = lines.readLine(); key != null; key = lines.readLine()) {
            any |= print(finder.apply(key), key + "\t");
        }
        return any;
    }

    private boolean print(LookupResult result, String prefix) throws TableException {
        if (result instanceof LookupResult.Unavailable failure) {
            throw new TableException(failure.cause());
        }
        if (result instanceof LookupResult.Found found) {
            spec.commandLine().getOut().println(prefix + found.value());
            return true;
        }
        return false;
    }

    private void say(String severity, String text) {
        // keeps the order of output and errors when both go to one terminal
        spec.commandLine().getOut().flush();
        PrintWriter err = spec.commandLine().getErr();
        err.println("postchaise: " + severity + ": " + Printable.line(text));
        err.flush();
    }
}
