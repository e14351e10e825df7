/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.content.outgoing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.postchaise.engine.content.ContentException;

/** generic(5) on addresses of the envelope; those in headers are in generic.txt. */
class GenericMapTest {
    private static final String MAPS = "smtp_generic_maps=inline:{u@l.test=out@pub.example, @l.test=@pub.example,"
            + " name=local@pub.example, bare@x.test=justname, {two@x.test=a@p.example, b@p.example}}";

    private static String rewritten(String address, String... settings) throws ContentException {
        String[] all = new String[settings.length + 1];
        all[0] = MAPS;
        System.arraycopy(settings, 0, all, 1, settings.length);
        return Cases.plan(all).genericMap().rewrite(address, note -> {});
    }

    @Test
    void wholeAddressesComeBeforeDomains() throws ContentException {
        assertThat(rewritten("u@l.test")).isEqualTo("out@pub.example");
        assertThat(rewritten("U@L.Test")).isEqualTo("out@pub.example");
        assertThat(rewritten("v@l.test")).isEqualTo("v@pub.example");
        assertThat(rewritten("a b@l.test")).isEqualTo("a b@pub.example");
    }

    @Test
    void whatIsInNoTableStays() throws ContentException {
        assertThat(rewritten("v@other.test")).isEqualTo("v@other.test");
        assertThat(rewritten("")).isEmpty();
        assertThat(Cases.plan().genericMap().rewrite("u@l.test", note -> {})).isEqualTo("u@l.test");
    }

    @Test
    void namesWithoutADomainAreLookedUpForLocalAddresses() throws ContentException {
        assertThat(rewritten("name")).isEqualTo("local@pub.example");
        assertThat(rewritten("name@client.example")).isEqualTo("local@pub.example");
        assertThat(rewritten("name@here.test")).isEqualTo("name@here.test");
        assertThat(rewritten("name@here.test", "mydestination=here.test")).isEqualTo("local@pub.example");
        assertThat(rewritten("name@here.test", "mydestination=inline:{here.test=x}"))
                .isEqualTo("local@pub.example");
    }

    @Test
    void anUnavailableTableOfLocalDomainsDefersTheMail() {
        assertThatThrownBy(() -> rewritten("name@here.test", "mydestination=fail:down"))
                .isInstanceOfSatisfying(
                        ContentException.class,
                        failure -> assertThat(failure.status()).isEqualTo(ContentException.LOCAL_DATA))
                .hasMessageStartingWith("smtp_generic_maps map lookup problem for name@here.test: mydestination: ");
    }

    @Test
    void theExtensionGoesAlongOnlyWhenAsked() throws ContentException {
        assertThat(rewritten("u+x@l.test", "recipient_delimiter=+")).isEqualTo("out@pub.example");
        assertThat(rewritten("u+x@l.test", "recipient_delimiter=+", "propagate_unmatched_extensions=generic"))
                .isEqualTo("out+x@pub.example");
        assertThat(rewritten("v+x@l.test", "recipient_delimiter=+")).isEqualTo("v+x@pub.example");
    }

    @Test
    void aResultWithoutADomainIsCompleted() throws ContentException {
        assertThat(rewritten("bare@x.test")).isEqualTo("justname@client.example");
        assertThat(rewritten("bare@x.test", "myorigin=here.test")).isEqualTo("justname@here.test");
        assertThat(rewritten("bare@x.test", "append_at_myorigin=no")).isEqualTo("justname");
    }

    @Test
    void ofSeveralAddressesTheFirstIsTakenAndAWarningNoted() throws ContentException {
        List<String> notes = new ArrayList<>();
        assertThat(Cases.plan(MAPS).genericMap().rewrite("two@x.test", notes::add))
                .isEqualTo("a@p.example");
        assertThat(notes).containsExactly("warning: multi-valued smtp_generic_maps result for two@x.test");
    }

    @Test
    void aTableThatCanNotBeSearchedIsNoAnswer() {
        GenericMap map = Cases.plan("smtp_generic_maps=fail:x").genericMap();
        assertThatThrownBy(() -> map.rewrite("u@l.test", note -> {}))
                .isInstanceOf(ContentException.class)
                .hasMessageContaining("u@l.test");
    }
}
