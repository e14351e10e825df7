/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.MessageDriven;

/** {@link CourierMdb} for mail that is not urgent. */
@MessageDriven(
        name = "PostchaiseNonUrgentCourier",
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue"),
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = CourierStartup.NON_URGENT)
        })
public class NonUrgentCourierMdb extends CourierMdb {}
