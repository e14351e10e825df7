/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.annotation.Resource;
import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;
import org.postchaise.api.MailConnectionFactory;

/** {@link CourierMdb} for mail that is not urgent. */
@MessageDriven(
        name = "PostchaiseNonUrgentCourier",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = CourierStartup.NON_URGENT)
        })
@Resource(name = CourierMdb.FACTORY, type = MailConnectionFactory.class)
public class NonUrgentCourierMdb extends CourierMdb {}
