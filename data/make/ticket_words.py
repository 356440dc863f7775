"""The words that the support tickets are made of: a shop for smart-home devices and what its customers write.

In every sentence, names in braces are filled in by `tickets.py`. A vague sentence fits several departments; a
plain one fits one. Nothing here is copied from a real customer.
"""

DEPARTMENTS = ["account", "billing", "sales", "shipping", "technical"]

DEVICES = [
    "thermostat",
    "doorbell",
    "door lock",
    "smart plug",
    "ceiling lamp",
    "garden camera",
    "hub",
    "speaker",
    "smoke detector",
    "blind motor",
    "water sensor",
    "robot mower",
    "heating valve",
    "light switch",
    "garage opener",
]
PLACES = [
    "kitchen",
    "hall",
    "office",
    "warehouse",
    "garden",
    "basement",
    "meeting room",
    "guest house",
    "shop",
    "workshop",
    "nursery",
    "school",
]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
SINCE = [
    "yesterday",
    "this morning",
    "last night",
    "the weekend",
    "last week",
    "{day}",
    "the start of the month",
]
NAMES = [
    "Amira",
    "Ben",
    "Carla",
    "Deniz",
    "Elif",
    "Femi",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Kemi",
    "Lena",
    "Mateo",
    "Nadia",
    "Omar",
    "Paula",
    "Rui",
    "Sofia",
    "Tomas",
    "Uma",
    "Victor",
    "Wanda",
    "Yusuf",
    "Zoe",
    "Anna",
    "Boris",
    "Chen",
    "Dora",
    "Erik",
    "Fatima",
]

# department → cases; a case is (how hard to solve: 0, 1 or 2; plain titles; plain sentences for the body)
CASES: dict[str, list[tuple[int, list[str], list[str]]]] = {
    "account": [
        (
            0,
            ["Password reset mail does not arrive", "Forgotten password", "Locked out of my profile"],
            [
                "The password reset mail never reaches me.",
                "After three wrong passwords my profile is locked.",
                "I asked for a new password but the link in the mail has expired.",
                "My old password is refused, although I am sure that I typed it correctly.",
            ],
        ),
        (
            0,
            ["Change of e-mail address", "New phone number for my profile", "Please correct my name"],
            [
                "My profile still shows an e-mail address that I no longer use.",
                "I married and would like my profile to carry my new name.",
                "The phone number in my profile belongs to somebody else now.",
            ],
        ),
        (
            0,
            ["Second user for our household", "Access for a new colleague", "Remove a former user"],
            [
                "{name} joined us and should get a user of their own.",
                "A former colleague, {name}, can still sign in and must not.",
                "I want to share access with {name} without giving away my own password.",
            ],
        ),
        (
            1,
            ["Two profiles should become one", "Profiles mixed up", "Somebody else sees our devices"],
            [
                "We have two profiles, one from the shop and one from the app, and need them merged.",
                "When I sign in I see the devices of a stranger.",
                "Since the merger of our firms, half of the users sit in the wrong profile.",
            ],
        ),
        (
            1,
            ["Sign-in code is never accepted", "Two-step sign-in on a lost phone", "Strange sign-in"],
            [
                "The six-digit sign-in code is refused every time.",
                "I lost the phone that received my sign-in codes.",
                "Your warning speaks of a sign-in from a town where none of us has been.",
            ],
        ),
    ],
    "billing": [
        (
            0,
            ["Copy of an invoice", "Invoice with our tax number", "Receipt for {month}"],
            [
                "Our bookkeeper needs the invoice for {month} once more.",
                "Please write our tax number on the invoice of {amount} euros.",
                "I can't find the receipt for {amount} euros anywhere.",
            ],
        ),
        (
            0,
            ["Card has expired", "New bank details", "Pay by transfer instead of card"],
            [
                "The card that you charge expires at the end of {month}.",
                "We changed banks and want the fee to be taken from the new one.",
                "From {month} we would rather pay by transfer than by card.",
            ],
        ),
        (
            1,
            ["Charged twice", "Wrong amount on my card", "Discount is missing on the bill"],
            [
                "My card statement shows {amount} euros twice.",
                "You charged {amount} euros, but the offer said {other_amount}.",
                "The discount that was promised is not on the bill.",
            ],
        ),
        (
            1,
            ["Money back for a returned device", "Refund still open", "Where is my refund?"],
            [
                "The {device} went back in {month}, and the {amount} euros have not been paid back.",
                "You confirmed a refund of {amount} euros, but my bank has not seen it.",
                "I cancelled in time and still wait for my money.",
            ],
        ),
        (
            1,
            [
                "Reminder for a bill that we paid",
                "Fees after the contract ended",
                "Debt letter without reason",
            ],
            [
                "A reminder demands {amount} euros that we paid in {month}.",
                "The contract ended in {month}, and you still take the monthly fee.",
                "A debt collector now writes to us over {amount} euros that we never owed.",
            ],
        ),
    ],
    "sales": [
        (
            0,
            ["Price for ten pieces", "Question before I buy", "Is there a student price?"],
            [
                "What would {count} pieces of the {device} cost?",
                "Before I buy, I would like to know how long the warranty is.",
                "Is there a lower price for schools?",
            ],
        ),
        (
            0,
            ["Which model fits?", "Does it fit an old door?", "Looking for advice"],
            [
                "Which {device} fits a house with thick walls?",
                "I can't decide between the small and the large {device}.",
                "Would you advise the {device} for a rented flat?",
            ],
        ),
        (
            1,
            ["Move to the larger plan", "Upgrade to business", "From monthly to yearly"],
            [
                "We have outgrown our plan and want the next larger one.",
                "What do we gain when we move from the plus plan to the business plan?",
                "I would like to change from monthly to yearly.",
            ],
        ),
        (
            1,
            ["Offer for a whole building", "Quote for {count} rooms", "Tender for our school"],
            [
                "Please send a written offer for {count} rooms with a {device} in each.",
                "We plan a new building and need a quote that covers planning and fitting.",
                "Our town invites offers for {count} public buildings.",
            ],
        ),
        (
            2,
            ["Become a reseller", "Partner programme", "Our own label on your devices"],
            [
                "We run {count} shops and would like to resell the {device}.",
                "On what terms do you take on partners who fit the devices themselves?",
                "Could the {device} carry our own label?",
            ],
        ),
    ],
    "shipping": [
        (
            0,
            ["Where is my parcel?", "Tracking has not moved", "Parcel is late"],
            [
                "The tracking page has shown the same depot since {since}.",
                "The parcel with the {device} should have been here on {day}.",
                "The courier wrote that nobody was at home, but I was.",
            ],
        ),
        (
            1,
            ["New delivery address", "Deliver on another day", "Leave it with a neighbour"],
            [
                "Please send the parcel to our {place} instead.",
                "On {day} nobody can take the parcel in; the day after would suit.",
                "Could the courier leave the box with my neighbour {name}?",
            ],
        ),
        (
            1,
            ["Wrong item in the box", "Half of the delivery is missing", "Two lamps instead of one"],
            [
                "I ordered a {device}, and the box held a {other_device}.",
                "Of {count} boxes only one has arrived.",
                "The delivery note lists a {device} that was not in the box.",
            ],
        ),
        (
            1,
            ["Box arrived crushed", "Damaged on the way", "Wet parcel"],
            [
                "The box was crushed, and the glass of the {device} is in pieces.",
                "The courier left the parcel in the rain.",
                "The seal was broken when the driver handed over the {device}.",
            ],
        ),
        (
            2,
            ["Stuck in customs", "Pallet sent to the wrong country", "Delivery to several sites"],
            [
                "Customs hold the pallet and ask for papers that only you can write.",
                "The pallet for our {place} went to another country.",
                "The freight firm split the pallet, and nobody knows where the second half is.",
            ],
        ),
    ],
    "technical": [
        (
            1,
            ["Battery low after a week", "How do I restart it?", "Light stays red"],
            [
                "The battery of the {device} is flat after a week.",
                "How do I restart the {device} when its button does nothing?",
                "The small light on the {device} stays red.",
            ],
        ),
        (
            1,
            ["Does not pair", "Offline again and again", "Lost from the wireless network"],
            [
                "The {device} does not pair with the hub.",
                "The {device} in the {place} drops off the wireless network every few hours.",
                "The app shows the {device} as offline, although it has power.",
            ],
        ),
        (
            2,
            ["App closes at once", "Update stops half way", "Screen stays black"],
            [
                "The app closes as soon as I open the page of the {device}.",
                "The update stops at {count} percent.",
                "Since the update, the screen of the {device} stays black.",
            ],
        ),
        (
            2,
            ["Schedule runs at the wrong hour", "Rules fire at random", "Readings make no sense"],
            [
                "The {device} follows its schedule an hour late, but only on some days.",
                "The rule for the {place} fires at random.",
                "The {device} reports {count} degrees in an empty {place}.",
            ],
        ),
        (
            2,
            ["Trouble with our own software", "Interface returns errors", "Data export is empty"],
            [
                "Your programming interface answers our calls with an error.",
                "The nightly export of readings has been an empty file since {since}.",
                "Messages from the {device} reach our server twice and out of order.",
            ],
        ),
    ],
}

# A vague title fits these departments alike.
VAGUE_TITLES = [
    "Question about my {device}",
    "Please help",
    "Not happy",
    "Problem since {since}",
    "My {device}",
    "Still waiting",
    "Following up on my call",
    "Something went wrong",
    "Can somebody look into this?",
    "{device} in the {place}",
    "Second message",
    "It is about the order of {month}",
]
# People write these whether it is so or not: neither says anything about the priority.
TITLE_PREFIXES = ["URGENT: ", "Urgent! ", "Important: ", "Help! ", "Quick question: "]

# Vague sentences stand in for a plain one in the body; title or tags then have to tell what it is about.
VAGUE_TROUBLES = [
    "I described everything to {clerk} on the phone, so I will not repeat it here.",
    "It is the same as last time.",
    "You will find the details in the photo that I sent.",
    "It is still not as it should be.",
    "The reply that I got on {day} did not answer my question.",
    "{clerk} told me to write to you about it.",
]

GREETINGS = [
    "Hello,",
    "Dear team,",
    "Good morning,",
    "Hi there,",
    "Good day,",
    "Hi,",
    "Dear support team,",
    "",
]
CLOSINGS = [
    "Thank you, {signer}",
    "Best wishes, {signer}",
    "Kind regards, {signer}",
    "Thanks in advance",
    "Yours, {signer}",
    "Regards, {signer}",
    "",
    "",
]
FILLERS = [
    "I have been a customer for {years} years.",
    "We bought the {device} in {month}.",
    "My order number is {order}.",
    "You can reach me on {day} after lunch.",
    "We use it in the {place}.",
    "I read the questions and answers on your page first.",
    "The {other_device} in the {place} is fine.",
    "By the way, the new app looks nice.",
    "I hope that I have the right address here.",
    "A neighbour recommended you.",
    "I write from the office of my brother.",
    "We also have a {other_device}.",
]

# How much of the customer's world is affected: 0 one thing, 1 several, 2 everything.
SCOPES = [
    [
        "Only this one thing is concerned.",
        "It is about one single case.",
        "Everybody else here is fine, it is only me.",
        "It is just the one in the {place}.",
    ],
    [
        "It concerns {count} of us by now.",
        "Several rooms are affected, not only the {place}.",
        "My colleagues {colleague} and {other_colleague} see the same.",
        "It is the third case of this kind this week.",
    ],
    [
        "Every one of our sites is affected, all {count} of them.",
        "Nobody in the whole firm is spared.",
        "It concerns the complete building from the basement to the roof.",
        "All of our customers notice it.",
    ],
]

# What it does to the customer: 0 nothing much, 1 a nuisance, 2 all stands still. The levels share many words
# on purpose: what counts is how they stand together.
IMPACTS = [
    [
        "It is not a disaster, we can work as usual.",
        "Nothing stands still because of it.",
        "It is no danger and no great loss, I only wanted to ask.",
        "We can do without it.",
        "Nobody here loses sleep over it, I am only curious.",
    ],
    [
        "It is not a disaster, but we lose an hour a day.",
        "We found a way round it that costs time.",
        "We can work, though not as usual.",
        "It is a nuisance, and I have to do by hand what should be done for me.",
        "It is no danger, but customers have begun to ask.",
    ],
    [
        "It is a disaster, we can not work.",
        "Everything stands still because of it.",
        "It is a danger, and a great loss for us.",
        "We can not do without it.",
        "We lose sleep over it here, and I am not only curious.",
    ],
]

# When it has to be done: 0 some time, 1 soon.
DEADLINES = [
    [
        "There is no hurry.",
        "Next month is early enough.",
        "Whenever you have time.",
        "It need not be today or tomorrow.",
        "",
        "",
    ],
    [
        "I need an answer before tomorrow.",
        "It has to be done by {day}.",
        "We open in two days, so there is hurry.",
        "Today would be best, tomorrow is the latest.",
        "By the end of the week it is too late.",
    ],
]

# What was tried already: 0 nothing, 1 the usual steps, so that the easy ways out are used up.
TRIED = [
    ["I have not tried anything yet.", "I did not want to touch it before I asked.", "", ""],
    [
        "I have tried everything in your guide, twice.",
        "Your first answer did not help.",
        "{clerk} from your team already went through the usual steps with me.",
        "Two of your colleagues have looked at it and gave up.",
    ],
]

PLANS = ["basic", "plus", "business"]
CHANNELS = ["mail", "chat", "phone", "web-form"]
# Area tags are set by whoever takes the ticket in; the last of each department it shares with another one.
AREA_TAGS = {
    "account": ["login", "users", "customer-data"],
    "billing": ["invoice", "payment", "customer-data"],
    "sales": ["offer", "advice", "order"],
    "shipping": ["parcel", "courier", "order"],
    "technical": ["device", "app", "bug"],
}
SIDE_TAGS = [
    "newsletter",
    "first-contact",
    "follow-up",
    "survey",
    "spring-sale",
    "weekend",
    "thank-you",
    "archive",
]
