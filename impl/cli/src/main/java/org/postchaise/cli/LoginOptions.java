/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.postchaise.engine.sasl.Secret;
import org.postchaise.engine.sasl.client.Credentials;
import org.postchaise.engine.sasl.client.TokenSource;
import picocli.CommandLine.Option;

/** Options for a login. A secret comes from a file, since every user of the system can read a command line. */
final class LoginOptions {
    private static final int LONGEST = 65_536;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Logs in as this user, whatever smtp_sasl_password_maps says.")
    private Optional<String> user = Optional.empty();

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The password is the first line of this file; - is standard input.")
    private Optional<String> passwordFile = Optional.empty();

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "In place of a password, an access token (OAuth 2.0) for XOAUTH2 or OAUTHBEARER.")
    private Optional<String> tokenFile = Optional.empty();

    /**
     * Returns the credentials in the options; empty where there are none.
     *
     * @throws IllegalArgumentException when an option is missing or superfluous
     * @throws IOException naming the file that can't be used
     */
    Optional<Credentials> credentials(InputStream input) throws IOException {
        if (user.isEmpty() && passwordFile.isEmpty() && tokenFile.isEmpty()) {
            return Optional.empty();
        }
        if (user.isEmpty() || passwordFile.isPresent() == tokenFile.isPresent()) {
            throw new IllegalArgumentException(
                    "a login needs --user and either --password-file or --token-file; - is standard input");
        }
        if (user.get().isEmpty()) {
            throw new IllegalArgumentException("--user is empty; expected a login name");
        }
        return Optional.of(
                passwordFile.isPresent()
                        ? new Credentials.Password(user.get(), secret(passwordFile.get(), input))
                        : new Credentials.Bearer(user.get(), new Given(secret(tokenFile.get(), input))));
    }

    /** Token source with a single token, which can't be renewed. */
    private record Given(Secret token) implements TokenSource {
        @Override
        public boolean refused(Secret refused) {
            return false;
        }
    }

    private static Secret secret(String file, InputStream input) throws IOException {
        return new Secret(firstLine(file, input));
    }

    /**
     * Returns the first line of {@code file}; {@code -} stands for {@code input}.
     *
     * @throws IOException naming the file that can't be used, also when the line is empty
     */
    static String firstLine(String file, InputStream input) throws IOException {
        byte[] octets = file.equals("-") ? input.readNBytes(LONGEST) : head(file);
        String text = new String(octets, StandardCharsets.UTF_8);
        String line = text.lines().findFirst().orElse("");
        if (line.isEmpty()) {
            throw new IOException((file.equals("-") ? "standard input" : file)
                    + ": the first line is empty; expected a password or token");
        }
        return line;
    }

    private static byte[] head(String file) throws IOException {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return in.readNBytes(LONGEST);
        } catch (NoSuchFileException e) {
            throw new IOException(file + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(file + ": no permission to read the file", e);
        } catch (InvalidPathException e) {
            throw new IOException(file + ": not a file name: " + e.getReason(), e);
        } catch (IOException e) {
            throw new IOException(file + ": can't read the file: " + e.getMessage(), e);
        }
    }
}
