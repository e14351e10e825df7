/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.connector.admin;

import jakarta.resource.spi.AdministeredObject;
import jakarta.resource.spi.ConfigProperty;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.postchaise.api.AccessTokens;
import org.postchaise.engine.sasl.client.Credentials;

/**
 * The OAuth 2.0 access tokens of a token endpoint, with which connection factories log in. The properties have the names of {@code
 * smtp_sasl_token_maps} in camel case; a setter only stores, and the properties are checked when the first session needs a token. A
 * secret can't be read back.
 *
 * <p>Source: Jakarta Connectors 2.1, sections 13.4.3 and 18.7; RFC 6749, sections 4.4 and 6.
 */
@AdministeredObject(adminObjectInterfaces = AccessTokens.class)
public class OAuthTokens implements AccessTokens, CredentialSupply, Serializable {
    private static final long serialVersionUID = 1L;
    private static final String USER = "userName";

    /** The values that are not empty, by the names of {@code smtp_sasl_token_maps}. */
    private final ConcurrentHashMap<String, String> values = new ConcurrentHashMap<>();

    private transient volatile Credentials made;

    /** Creates an object with all properties empty. */
    public OAuthTokens() {}

    @Override
    public String getUserName() {
        return value(USER);
    }

    @ConfigProperty(description = "The login name.")
    public void setUserName(String text) {
        set(USER, text);
    }

    public String getTokenEndpoint() {
        return value("token_endpoint");
    }

    @ConfigProperty(
            description =
                    "The https URI of the endpoint that gives tokens; http only to this machine (RFC 6749, section 3.2).")
    public void setTokenEndpoint(String text) {
        set("token_endpoint", text);
    }

    public String getGrant() {
        return value("grant");
    }

    @ConfigProperty(
            description =
                    "client_credentials or refresh_token. Default: refresh_token where there is one, else client_credentials.")
    public void setGrant(String text) {
        set("grant", text);
    }

    public String getClientId() {
        return value("client_id");
    }

    @ConfigProperty(description = "The client's id at the endpoint.")
    public void setClientId(String text) {
        set("client_id", text);
    }

    /** Returns an empty string: the secret is not disclosed. */
    public String getClientSecret() {
        return "";
    }

    @ConfigProperty(description = "The client's secret at the endpoint. Default: none.", confidential = true)
    public void setClientSecret(String text) {
        set("client_secret", text);
    }

    /** Returns an empty string: the refresh token is not disclosed. */
    public String getRefreshToken() {
        return "";
    }

    @ConfigProperty(description = "The first refresh token. Default: none.", confidential = true)
    public void setRefreshToken(String text) {
        set("refresh_token", text);
    }

    public String getScope() {
        return value("scope");
    }

    @ConfigProperty(description = "The scope of the tokens, separated by spaces. Default: the endpoint's choice.")
    public void setScope(String text) {
        set("scope", text);
    }

    @Override
    public Credentials credentials() {
        return Optional.ofNullable(made).orElseGet(this::make);
    }

    private synchronized Credentials make() {
        if (made == null) {
            if (getUserName().isEmpty()) {
                throw new IllegalArgumentException("there is no userName; expected a login name");
            }
            made = Credentials.Bearer.of(getUserName(), grant());
        }
        return made;
    }

    private Map<String, String> grant() {
        Map<String, String> grant = new HashMap<>(values);
        grant.remove(USER);
        return grant;
    }

    private String value(String name) {
        return values.getOrDefault(name, "");
    }

    private synchronized void set(String name, String text) {
        if (text == null || text.isBlank()) {
            values.remove(name);
        } else {
            values.put(name, text.strip());
        }
        made = null;
    }

    /** Returns the login name and the endpoint, without secrets. */
    @Override
    public String toString() {
        return "tokens for " + getUserName() + " of " + getTokenEndpoint();
    }
}
