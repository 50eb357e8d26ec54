"""Large cities by the zone they live in, where the zone is not named after them; and what countries
are called besides their name. The zone database names one city for each, often not the largest."""

CITIES = {
    "Africa/Abidjan": "Yamoussoukro, Bouaké",
    "Africa/Accra": "Kumasi, Tamale",
    "Africa/Addis_Ababa": "Dire Dawa",
    "Africa/Algiers": "Oran, Constantine",
    "Africa/Cairo": "Alexandria, Giza",
    "Africa/Casablanca": "Rabat, Marrakesh, Fez, Tangier",
    "Africa/Dakar": "Thiès, Touba",
    "Africa/Dar_es_Salaam": "Dodoma, Zanzibar, Arusha",
    "Africa/Douala": "Yaoundé",
    "Africa/Harare": "Bulawayo",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria, Gqeberha, Bloemfontein, Stellenbosch",
    "Africa/Kampala": "Entebbe",
    "Africa/Kinshasa": "Matadi",
    "Africa/Lagos": "Abuja, Ibadan, Kano, Port Harcourt, Benin City",
    "Africa/Lubumbashi": "Goma, Kisangani",
    "Africa/Nairobi": "Mombasa, Kisumu, Nakuru",
    "Africa/Tunis": "Sfax, Sousse",
    "America/Argentina/Buenos_Aires": "La Plata, Mar del Plata",
    "America/Argentina/Cordoba": "Rosario, Santa Fe",
    "America/Bogota": "Medellín, Cali, Barranquilla, Cartagena",
    "America/Caracas": "Maracaibo, Valencia (Venezuela)",
    "America/Chicago": "Houston, Dallas, Austin, San Antonio, Fort Worth, Minneapolis, "
    "Saint Paul, Milwaukee, Madison, St. Louis, Kansas City, Nashville, Memphis, New Orleans, "
    "Oklahoma City, Omaha, Des Moines, Tulsa, Birmingham (Alabama)",
    "America/Cancun": "Playa del Carmen, Tulum",
    "America/Costa_Rica": "San José (Costa Rica)",
    "America/Denver": "Salt Lake City, Albuquerque, Colorado Springs, Boulder, "
    "Santa Fe (New Mexico), El Paso, Provo",
    "America/Edmonton": "Calgary",
    "America/Fortaleza": "Natal, São Luís, João Pessoa",
    "America/Bahia": "Salvador",
    "America/Guatemala": "Guatemala City",
    "America/Guayaquil": "Quito, Cuenca",
    "America/Havana": "Santiago de Cuba",
    "America/La_Paz": "Santa Cruz de la Sierra, Cochabamba, Sucre",
    "America/Lima": "Arequipa, Cusco, Trujillo",
    "America/Los_Angeles": "San Francisco, Seattle, San Diego, San José, Portland, Las Vegas, "
    "Sacramento, Oakland, Berkeley, Palo Alto, Mountain View, Cupertino, Long Beach, Fresno, "
    "Santa Barbara, Santa Cruz, Redmond, Spokane, Reno, Irvine",
    "America/Mexico_City": "Guadalajara, Puebla, León, Querétaro, Mérida",
    "America/Monterrey": "Saltillo",
    "America/Montevideo": "Punta del Este",
    "America/New_York": "Washington, Boston, Philadelphia, Atlanta, Miami, Brooklyn, Manhattan, "
    "Pittsburgh, Baltimore, Charlotte, Raleigh, Durham, Cleveland, Columbus, Cincinnati, Orlando, "
    "Tampa, Jacksonville, Buffalo, Rochester, Newark, Princeton, New Haven, Providence, "
    "Cambridge (Massachusetts), Ann Arbor, Richmond, Charleston, Ithaca, Hartford",
    "America/Phoenix": "Tucson, Scottsdale, Tempe, Mesa",
    "America/Recife": "Maceió",
    "America/Regina": "Saskatoon",
    "America/Santiago": "Valparaíso, Concepción",
    "America/Santo_Domingo": "Santiago de los Caballeros",
    "America/Sao_Paulo": "Rio de Janeiro, Brasília, Belo Horizonte, Curitiba, Porto Alegre, "
    "Campinas, Florianópolis, Goiânia",
    "America/Tijuana": "Mexicali, Ensenada",
    "America/Toronto": "Ottawa, Montreal, Québec, Hamilton, Waterloo, Kitchener, "
    "Kingston (Ontario), London (Ontario), Mississauga",
    "America/Vancouver": "Victoria, Burnaby, Surrey, Kelowna",
    "Asia/Almaty": "Astana, Shymkent",
    "Asia/Amman": "Irbid, Zarqa",
    "Asia/Baghdad": "Basra, Mosul, Erbil",
    "Asia/Baku": "Ganja",
    "Asia/Bangkok": "Chiang Mai, Phuket, Pattaya",
    "Asia/Colombo": "Kandy, Galle",
    "Asia/Dhaka": "Chittagong, Sylhet, Khulna",
    "Asia/Dubai": "Abu Dhabi, Sharjah, Al Ain",
    "Asia/Ho_Chi_Minh": "Saigon, Hanoi, Da Nang, Hue, Haiphong",
    "Asia/Jakarta": "Bandung, Surabaya, Yogyakarta, Medan, Semarang, Bogor",
    "Asia/Jerusalem": "Tel Aviv, Haifa, Beersheba",
    "Asia/Karachi": "Lahore, Islamabad, Faisalabad, Rawalpindi, Peshawar",
    "Asia/Kathmandu": "Pokhara",
    "Asia/Kolkata": "Mumbai, Delhi, New Delhi, Bangalore, Bengaluru, Chennai, Hyderabad, Pune, "
    "Ahmedabad, Jaipur, Lucknow, Kanpur, Nagpur, Surat, Kochi, Goa, Gurgaon, Gurugram, Noida, "
    "Chandigarh, Indore, Bhopal, Coimbatore, Thiruvananthapuram, Mysore, Varanasi, Patna, Bombay, "
    "Calcutta, Madras",
    "Asia/Kuala_Lumpur": "Penang, Johor Bahru, Ipoh",
    "Asia/Makassar": "Bali, Denpasar",
    "Asia/Manila": "Quezon City, Cebu, Davao, Makati",
    "Asia/Novosibirsk": "Akademgorodok",
    "Asia/Qatar": "Doha",
    "Asia/Riyadh": "Jeddah, Mecca, Medina, Dammam",
    "Asia/Seoul": "Busan, Incheon, Daegu, Daejeon, Gwangju, Suwon",
    "Asia/Shanghai": "Beijing, Peking, Shenzhen, Guangzhou, Canton, Chengdu, Hangzhou, Wuhan, "
    "Nanjing, Xi’an, Xian, Tianjin, Chongqing, Suzhou, Qingdao, Dalian, Xiamen, Ningbo, Shenyang, "
    "Changsha, Harbin",
    "Asia/Taipei": "Kaohsiung, Taichung, Hsinchu, Tainan",
    "Asia/Tashkent": "Bukhara",
    "Asia/Tehran": "Isfahan, Shiraz, Mashhad, Tabriz",
    "Asia/Tokyo": "Osaka, Kyoto, Yokohama, Nagoya, Sapporo, Fukuoka, Kobe, Hiroshima, Sendai, "
    "Nagasaki, Tsukuba",
    "Asia/Yangon": "Rangoon, Mandalay",
    "Asia/Yekaterinburg": "Perm, Chelyabinsk",
    "Atlantic/Canary": "Las Palmas, Tenerife, Gran Canaria",
    "Australia/Adelaide": "Mount Gambier",
    "Australia/Brisbane": "Gold Coast, Cairns, Townsville",
    "Australia/Hobart": "Launceston, Tasmania",
    "Australia/Melbourne": "Geelong, Ballarat",
    "Australia/Perth": "Fremantle",
    "Australia/Sydney": "Canberra, Newcastle (Australia), Wollongong",
    "Europe/Amsterdam": "Rotterdam, The Hague, Den Haag, Utrecht, Eindhoven, Delft, Groningen, "
    "Leiden, Nijmegen, Maastricht",
    "Europe/Athens": "Thessaloniki, Patras, Heraklion",
    "Europe/Belgrade": "Novi Sad, Niš",
    "Europe/Berlin": "Munich, München, Hamburg, Cologne, Köln, Frankfurt, Stuttgart, Düsseldorf, "
    "Leipzig, Dresden, Hannover, Hanover, Nuremberg, Nürnberg, Bremen, Bonn, Essen, Dortmund, "
    "Heidelberg, Karlsruhe, Freiburg, Mannheim, Münster, Aachen, Potsdam, Göttingen, Tübingen, "
    "Kiel, Mainz, Darmstadt, Augsburg, Regensburg, Jena",
    "Europe/Bratislava": "Košice",
    "Europe/Brussels": "Antwerp, Ghent, Bruges, Leuven, Liège, Charleroi",
    "Europe/Bucharest": "Cluj-Napoca, Timișoara, Iași, Brașov",
    "Europe/Budapest": "Debrecen, Szeged, Pécs",
    "Europe/Copenhagen": "Aarhus, Odense, Aalborg",
    "Europe/Dublin": "Cork, Galway, Limerick",
    "Europe/Helsinki": "Espoo, Tampere, Turku, Oulu",
    "Europe/Istanbul": "Ankara, Izmir, Bursa, Antalya",
    "Europe/Kyiv": "Kiev, Lviv, Kharkiv, Odesa, Dnipro",
    "Europe/Lisbon": "Porto, Braga, Coimbra, Faro",
    "Europe/Ljubljana": "Maribor",
    "Europe/London": "Manchester, Birmingham, Edinburgh, Glasgow, Oxford, Cambridge, Bristol, "
    "Leeds, Liverpool, Sheffield, Newcastle, Nottingham, Cardiff, Belfast, Southampton, "
    "Brighton, York, Bath, Leicester, Aberdeen, Dundee, Coventry, St Andrews",
    "Europe/Madrid": "Barcelona, Valencia, Seville, Sevilla, Bilbao, Málaga, Zaragoza, Granada, "
    "San Sebastián, Salamanca, Palma",
    "Europe/Minsk": "Gomel, Brest (Belarus)",
    "Europe/Moscow": "Saint Petersburg, St. Petersburg, Nizhny Novgorod, Kazan, Sochi",
    "Europe/Oslo": "Bergen, Trondheim, Stavanger",
    "Europe/Paris": "Lyon, Marseille, Toulouse, Nice, Bordeaux, Lille, Nantes, Strasbourg, "
    "Montpellier, Grenoble, Rennes, Aix-en-Provence, Sophia Antipolis",
    "Europe/Prague": "Brno, Ostrava, Plzeň",
    "Europe/Riga": "Daugavpils",
    "Europe/Rome": "Milan, Milano, Naples, Napoli, Turin, Torino, Florence, Firenze, Bologna, "
    "Venice, Venezia, Genoa, Palermo, Padua, Verona, Pisa, Trento, Trieste, Bari, Catania",
    "Europe/Sarajevo": "Mostar",
    "Europe/Sofia": "Plovdiv, Varna",
    "Europe/Stockholm": "Gothenburg, Göteborg, Malmö, Uppsala, Lund, Linköping",
    "Europe/Tallinn": "Tartu",
    "Europe/Vienna": "Wien, Graz, Linz, Salzburg, Innsbruck, Klagenfurt",
    "Europe/Vilnius": "Kaunas",
    "Europe/Warsaw": "Kraków, Wrocław, Gdańsk, Poznań, Łódź, Katowice, Lublin",
    "Europe/Zagreb": "Split, Rijeka",
    "Europe/Zurich": "Geneva, Genève, Basel, Bern, Lausanne, Lugano, Lucerne, Winterthur, "
    "St. Gallen",
    "Indian/Maldives": "Malé",
    "Indian/Mauritius": "Port Louis",
    "Pacific/Auckland": "Wellington, Christchurch, Dunedin, Hamilton (New Zealand)",
    "Pacific/Honolulu": "Hilo",
}

ALSO = {
    "AE": "UAE, Emirates",
    "CD": "Congo",
    "CZ": "Czech Republic",
    "GB": "UK, Great Britain, Britain, England, Scotland, Wales, Northern Ireland",
    "HK": "Hong Kong",
    "KR": "Korea",
    "MM": "Burma",
    "NL": "Holland",
    "RU": "Russian Federation",
    "TR": "Turkey",
    "US": "USA, America, United States of America",
}
