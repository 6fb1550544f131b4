-- MySQL dump 10.13  Distrib 8.0.36, for Linux (x86_64)
--
-- Host: localhost    Database: garden
-- ------------------------------------------------------
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET TIME_ZONE='+00:00' */;

DROP TABLE IF EXISTS `gw_comments`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
CREATE TABLE `gw_comments` (
  `comment_ID` bigint unsigned NOT NULL AUTO_INCREMENT,
  `comment_post_ID` bigint unsigned NOT NULL DEFAULT '0',
  `comment_author` tinytext NOT NULL,
  `comment_author_email` varchar(100) NOT NULL DEFAULT '',
  `comment_author_url` varchar(200) NOT NULL DEFAULT '',
  `comment_author_IP` varchar(100) NOT NULL DEFAULT '',
  `comment_date` datetime NOT NULL,
  `comment_date_gmt` datetime NOT NULL,
  `comment_content` text NOT NULL,
  `comment_karma` int NOT NULL DEFAULT '0',
  `comment_approved` varchar(20) NOT NULL DEFAULT '1',
  `comment_agent` varchar(255) NOT NULL DEFAULT '',
  `comment_type` varchar(20) NOT NULL DEFAULT 'comment',
  `comment_parent` bigint unsigned NOT NULL DEFAULT '0',
  `user_id` bigint unsigned NOT NULL DEFAULT '0',
  PRIMARY KEY (`comment_ID`),
  KEY `comment_author_email` (`comment_author_email`(10))
) ENGINE=InnoDB AUTO_INCREMENT=8 DEFAULT CHARSET=utf8mb4;

LOCK TABLES `gw_comments` WRITE;
/*!40000 ALTER TABLE `gw_comments` DISABLE KEYS */;
INSERT INTO `gw_comments` VALUES (5,2,'Ada &amp; sons','ada@ada.example','http://ada.example/?a=1&#038;b=2','192.0.2.7','2010-03-08 19:36:00','2010-03-08 18:36:00','It\'s \"raining\"; (again),\nand again',0,'1','Mozilla/5.0 (X11; Linux)','comment',0,3),(6,2,'Ben','','','','2010-03-09 09:02:00','0000-00-00 00:00:00','Bring a \\ or a ''brolly''',0,'spam','','',5,0);
INSERT INTO `gw_comments` VALUES (7,9,'A page far away','','http://far.example/1','','2010-03-10 09:02:00','2010-03-10 08:02:00','[…] excerpt […]',0,'1','','pingback',0,0);
/*!40000 ALTER TABLE `gw_comments` ENABLE KEYS */;
UNLOCK TABLES;
DELIMITER ;;
/*!50003 CREATE*/ /*!50003 TRIGGER `t` AFTER INSERT ON `gw_comments` FOR EACH ROW BEGIN
  INSERT INTO `gw_comments` VALUES (NEW.comment_ID, 'it');
END */;;
DELIMITER ;

CREATE TABLE `gw_options` (
  `option_id` bigint unsigned NOT NULL,
  `option_name` varchar(191) NOT NULL DEFAULT '',
  `option_value` longtext NOT NULL,
  `autoload` varchar(20) NOT NULL DEFAULT 'yes'
);
INSERT INTO `gw_options` VALUES (1,'siteurl','https://garden.example','yes'),(2,'blogname','Mud','yes'),(3,'home','','yes');

CREATE TABLE `gw_posts` (
  `ID` bigint unsigned NOT NULL,
  `post_author` bigint unsigned NOT NULL,
  `post_date_gmt` datetime NOT NULL,
  `post_content` longtext NOT NULL,
  `post_title` text NOT NULL,
  `post_type` varchar(20) NOT NULL,
  `guid` varchar(255) NOT NULL
);
INSERT INTO `gw_posts` VALUES (2,3,'2010-03-07 10:00:00','Every March, the path goes.','Mud &amp; rain','post','https://garden.example/?p=2&#038;lang=en'),(3,4,'2010-03-07 10:00:00','Every','Mud','revision','x'),(4,9,'2010-03-11 10:00:00','','Order 4','shop_order','https://garden.example/?post_type=shop_order&#038;p=4');

CREATE TABLE `gw_users` (
  `ID` bigint unsigned NOT NULL,
  `user_login` varchar(60) NOT NULL,
  `user_email` varchar(100) NOT NULL,
  `display_name` varchar(250) NOT NULL
);
INSERT INTO `gw_users` VALUES (3,'hanna','hanna@garden.example','Hanna H.'),(4,'reader','reader@x.example','Reader');
-- Dump completed
