/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.tls.sts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postchaise.engine.config.Settings;
import org.postchaise.engine.config.catalog.Catalog;
import org.postchaise.engine.tls.sts.StsDiagnosis.Kind;
import org.postchaise.testkit.TestCa;
import org.postchaise.testkit.TestCa.Content;

/** What {@code doctor} says of MTA-STS. */
class StsDiagnosisTest {
    private static final String HOST = "mx.example.com";
    private static final TestCa ROOT = TestCa.root("Test Root");
    private static final List<X509Certificate> RIGHT =
            ROOT.issue(Content.of("a server", HOST)).chain();

    @TempDir
    Path folder;

    private Settings settings;

    @BeforeEach
    void trustTheRoot() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), TestCa.pem(ROOT.certificate()));
        settings = Catalog.settings(Map.of("smtp_tls_CAfile", file.toString()));
    }

    private StsDiagnosis of(String mode, String mx, List<X509Certificate> chain) {
        StsPolicy policy = StsPolicy.parse("version: STSv1\nmode: " + mode + "\nmx: " + mx + "\nmax_age: 86400\n");
        return StsDiagnosis.of(settings, new StsAnswer.Found(policy, "7", Instant.MAX, ""), HOST, chain);
    }

    @Test
    void aServerThatIsListedAndHasTheCertificateMeetsThePolicy() {
        assertThat(of("enforce", "*.example.com", RIGHT))
                .isEqualTo(new StsDiagnosis(
                        Kind.MET, "policy 7, mode enforce, lists mx.example.com, whose certificate will do"));
        assertThat(of("testing", HOST, List.of()))
                .isEqualTo(new StsDiagnosis(Kind.LISTED, "policy 7, mode testing, lists mx.example.com"));
    }

    @Test
    void whatIsNotAsThePolicyWantsItIsNamed() {
        assertThat(of("enforce", "mail.example.com", RIGHT))
                .isEqualTo(new StsDiagnosis(
                        Kind.NOT_MET, "policy 7, mode enforce, lists mail.example.com, not mx.example.com"));
        assertThat(of(
                        "enforce",
                        HOST,
                        TestCa.selfSigned(Content.of("a server", HOST)).chain()))
                .isEqualTo(
                        new StsDiagnosis(
                                Kind.NOT_MET,
                                "policy 7, mode enforce, lists mx.example.com, whose certificate will not do: self-signed certificate"));
        assertThat(of("enforce", HOST, ROOT.issue(Content.of(HOST)).chain()).kind())
                .isEqualTo(Kind.NOT_MET);
    }

    @Test
    void withoutAPolicyTheReasonIsSaid() {
        assertThat(of("none", HOST, RIGHT)).isEqualTo(new StsDiagnosis(Kind.NONE, "policy 7, mode none"));
        assertThat(StsDiagnosis.of(settings, new StsAnswer.None("no record"), HOST, RIGHT))
                .isEqualTo(new StsDiagnosis(Kind.NONE, "no record"));
        assertThat(StsDiagnosis.of(settings, new StsAnswer.Failed(StsAnswer.Fault.FETCH, "no answer"), HOST, RIGHT))
                .isEqualTo(new StsDiagnosis(Kind.FAILED, "no answer"));
    }
}
